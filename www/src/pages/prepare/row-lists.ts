// Lists of people to leave out: what each list holds, and its file.

import type { FieldError } from "../../components/errors";
import { selectField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { type Repeater, repeater } from "../../components/repeater";
import { bytes } from "../../format";
import { messages } from "../../messages";
import { holdsSeveralValues, lines, OWN_REFERENCE, type ValueList } from "./row-choice";

const text = messages.prepare.rows;
const MAX_BYTES = 64 << 20;
const NONE = "";

interface ListFields {
  fileId: string;
  /** The list, or what is wrong with the fields. */
  read(): Promise<ValueList | FieldError[]>;
}

/** What is wrong with a file as a list, if anything. */
async function listProblem(file: File): Promise<string | null> {
  if (file.size > MAX_BYTES) return text.listTooBig(file.name, bytes(MAX_BYTES));
  const start = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  // Spreadsheets are zip files; they and UTF-16 text have bytes of zero.
  if (start.includes(0) || (start[0] === 0x50 && start[1] === 0x4b)) return text.listNotText(file.name);
  return null;
}

export function valueLists(options: { value: string; text: string }[], chosen: readonly ValueList[]): Repeater<ListFields> {
  const waiting = [...chosen];
  const made = repeater<ListFields>({
    id: "list",
    add: text.addList,
    name: text.listName,
    removeLabel: text.removeList,
    make: (id) => {
      const before = waiting.shift();
      const ofId = `${id}-of`;
      const fileId = `${id}-file`;
      const of = selectField({ id: ofId, label: text.of, options: [{ value: NONE, text: text.ofNone }, ...options], chosen: before?.of ?? NONE });
      const file = fileField({ id: fileId, label: text.list, hint: text.listHint, accept: ".csv,.txt,.tsv", files: before ? [before.file] : [] });
      const read = async () => {
        const errors: FieldError[] = [];
        const kind = of.control.value;
        const [from] = file.files();
        if (kind === NONE) errors.push({ field: ofId, message: text.ofNone });
        if (!from) return [...errors, { field: fileId, message: text.listNone }];
        try {
          const problem = await listProblem(from);
          const content = problem === null ? await from.text() : "";
          if (problem !== null) errors.push({ field: fileId, message: problem });
          else if (lines(content).length === 0) errors.push({ field: fileId, message: text.listEmpty(from.name) });
          // The core reads lists of a field's values strictly; references can be anything, so a slip would go unseen.
          else if (kind === OWN_REFERENCE && holdsSeveralValues(content)) errors.push({ field: fileId, message: text.listSeveral(from.name) });
          return errors.length > 0 ? errors : { of: kind, file: from, text: content };
        } catch {
          return [...errors, { field: fileId, message: messages.faults.unreadable(from.name) }];
        }
      };
      return { fields: [of.element, file.element], item: { fileId, read } };
    },
  });
  for (const _ of chosen) made.add();
  return made;
}

