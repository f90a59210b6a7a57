// What a page gives to a screen reader: the accessibility tree as the browser makes it, a line for each thing that would be announced.

/** Containers that say nothing of themselves. */
const SILENT = new Set(["none", "generic", "InlineTextBox", "LineBreak", "LayoutTable", "LayoutTableRow", "LayoutTableCell", "rowgroup", "Section", "Abbr", "strong", "emphasis", "code", "superscript", "subscript"]);
/** Their name is the text inside them, which need not be told twice. */
const NAMED_BY_CONTENT = new Set(["heading", "link", "button", "cell", "gridcell", "columnheader", "rowheader", "row", "option", "radio", "checkbox", "LabelText", "Legend", "caption", "Figcaption", "term", "DisclosureTriangle", "SummaryDetail"]);
const STATES = ["focused", "checked", "expanded", "required", "invalid", "disabled", "live", "level", "multiselectable"];
const NOT_SAID = new Set(["false", "off", ""]);

const valueOf = (field) => String(field?.value ?? "");

const statesOf = (node) =>
  (node.properties ?? [])
    .filter(({ name, value }) => STATES.includes(name) && !NOT_SAID.has(valueOf(value)))
    .map(({ name, value }) => (valueOf(value) === "true" ? name : `${name} ${valueOf(value)}`));

/** A place that says nothing of itself, and whose changes are announced. */
const isLive = (node) => statesOf(node).some((state) => state.startsWith("live"));

function described(node) {
  const states = statesOf(node);
  const [name, description, value] = [valueOf(node.name), valueOf(node.description), valueOf(node.value)];
  return [valueOf(node.role), name && JSON.stringify(name), value && value !== name && `value ${JSON.stringify(value)}`, description && `described by ${JSON.stringify(description)}`, states.length > 0 && `(${states.join(", ")})`].filter(Boolean).join(" ");
}

/** The lines of the main part of the page, indented as it is nested. */
export async function accessibilityTree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];
  const tell = (node, depth, insideName) => {
    if (!node) return;
    const role = valueOf(node.role);
    const isText = role === "StaticText";
    const silent = node.ignored || (SILENT.has(role) && !isLive(node)) || ((isText || role === "paragraph") && insideName) || (isText && valueOf(node.name).trim() === "");
    if (!silent) lines.push(`${"  ".repeat(depth)}${isText ? JSON.stringify(valueOf(node.name).trim()) : described(node)}`);
    // The choices of a list that is closed are not heard until it is opened.
    if (isText || role === "combobox") return;
    for (const child of node.childIds ?? []) tell(byId.get(child), silent ? depth : depth + 1, insideName || (!silent && NAMED_BY_CONTENT.has(role) && valueOf(node.name) !== ""));
  };
  tell(nodes.find((node) => valueOf(node.role) === "main"), 0, false);
  return lines;
}
