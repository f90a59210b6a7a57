// A browser driven by the commands of W3C WebDriver, over whatever carries them: HTTP to a driver, or a socket to Firefox.

/** What WebDriver calls the keys that have no character. */
const KEYS = { Tab: "\uE004", Enter: "\uE006", Space: " ", ArrowDown: "\uE015", Shift: "\uE008" };

/** What an element is called when it is handed over. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** `send(name, parameters)` gives the value that the command of that name answers with. */
export class WebDriver {
  constructor(send) {
    this.send = send;
  }

  open(url) {
    return this.send("navigate", { url });
  }

  keys(...values) {
    const actions = values.flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    return this.send("actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  press(key) {
    return this.keys(KEYS[key]);
  }

  /** Tab with Shift held: the way back. */
  back() {
    const actions = [
      { type: "keyDown", value: KEYS.Shift },
      { type: "keyDown", value: KEYS.Tab },
      { type: "keyUp", value: KEYS.Tab },
      { type: "keyUp", value: KEYS.Shift },
    ];
    return this.send("actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  type(text) {
    return this.keys(...text);
  }

  /** `source` is the body of a function; its arguments are in `arguments`. */
  evaluate(source, ...args) {
    return this.send("script", { script: source, args });
  }

  /** Answers the file dialog of the field with the focus, in the one way that the standard has. */
  async chooseFiles(paths) {
    const field = await this.send("active", {});
    await this.send("keys", { id: field[ELEMENT], text: paths.join("\n") });
  }
}
