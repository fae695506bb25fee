// Files that wait beside the box to be sent, picked, dropped or pasted.

import { fill, h, iconButton } from "./dom.js";

export class Attachments {
  #held = new Map();
  #place = "";
  #changed;
  #list = h("ul", { class: "attachments", "aria-label": "Files to send", hidden: true });
  #input = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-label": "Files" });

  /** `changed` is told whenever there are more or fewer of them; `around` takes what is dropped or pasted. */
  constructor(changed, around) {
    this.#changed = changed;
    this.#input.addEventListener("change", () => {
      this.#take(this.#input.files);
      this.#input.value = "";
    });
    this.button = iconButton("clip", "Attach files", () => this.#input.click());
    this.node = h("div", {}, this.#list, this.#input);
    around.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    for (const [kind, from] of [["drop", "dataTransfer"], ["paste", "clipboardData"]]) {
      around.addEventListener(kind, (event) => {
        if (!event[from].files.length) return;
        event.preventDefault();
        this.#take(event[from].files);
      });
    }
  }

  /** Each place has its own. */
  moveTo(place) {
    this.#place = place;
    this.#show();
  }

  get any() {
    return this.#here.length > 0;
  }

  /** Give those of this place away to be sent: [{name, content, file}], content in base64. */
  async takeOut() {
    const files = this.#here;
    this.putBack(this.#place, []);
    return Promise.all(files.map(async (file) => ({ name: file.name, content: await inBase64(file), file })));
  }

  /** What could not be sent waits again. */
  putBack(place, files) {
    this.#held.set(place, files);
    this.#show();
  }

  get #here() {
    return this.#held.get(this.#place) ?? [];
  }

  #show() {
    const files = this.#here;
    this.#list.hidden = !files.length;
    fill(this.#list, files.map((file) => h("li", {}, h("span", {}, file.name), h("small", {}, sizeOf(file.size)),
      iconButton("close", `Leave ${file.name} out`, () => this.putBack(this.#place, files.filter((one) => one !== file))))));
    this.#changed();
  }

  #take(files) {
    this.putBack(this.#place, [...this.#here, ...files]);
  }
}

export function inBase64(file) {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

const UNITS = ["B", "kB", "MB", "GB"];

export function sizeOf(bytes) {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return `${Number((bytes / 1000 ** step).toPrecision(2))} ${UNITS[step]}`;
}
