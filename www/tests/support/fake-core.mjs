// Answers in place of the core's, for states of the page that no small file brings about.

/**
 * Has every answer about a file's columns say `reading`, or be refused with `refused`. What the page asks for is kept in `window.asked`,
 * and the core is asked to work everything out, as the file itself is an easy one. Takes effect when the page is next loaded.
 */
export async function fakeReading(page, { reading = null, refused = null }) {
  await page.addInitScript(
    ([fakedReading, fakedRefusal]) => {
      window.asked = [];
      window.Worker = class extends Worker {
        #refuse = false;
        postMessage(request) {
          if (request.name !== "columns") return super.postMessage(request);
          window.asked.push(request.input.read);
          this.#refuse = fakedRefusal !== null;
          super.postMessage({ ...request, input: { ...request.input, read: { encoding: null, delimiter: null, sheet: null, header_row: null } } });
        }
        set onmessage(listener) {
          super.onmessage = ({ data }) => {
            if (this.#refuse && data.kind === "result") return listener({ data: { id: data.id, kind: "refused", ...fakedRefusal } });
            if (fakedReading && data.result?.reading) Object.assign(data.result.reading, fakedReading);
            listener({ data });
          };
        }
      };
    },
    [reading, refused],
  );
  await page.reload();
  await page.locator("footer", { hasText: "Version" }).waitFor();
}

/** A workbook as the core would report it, with everything that can be noticed. */
export const workbookReading = {
  kind: "xlsx",
  encoding: null,
  delimiter: null,
  sheet: "Export",
  sheets: [
    { name: "Notes", hidden: false },
    { name: "Export", hidden: false },
    { name: "Lookup", hidden: true },
  ],
  header_row: 3,
  skipped: [
    { what: "rows above the column names", count: 2, first_rows: [1, 2] },
    { what: "empty columns at the right", count: 1, first_rows: [] },
  ],
  findings: [{ code: "lost_zeros", message: "In column 5, \"Phone\", telephone numbers have ten digits and no 0 in front: a spreadsheet removed it. Format the column as text in the source and export again", count: 12, first_rows: [4, 9, 20] }],
};
