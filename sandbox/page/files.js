// Files in messages: pictures are shown, others can be taken.

import { sizeOf } from "./attachments.js";
import { h, icon } from "./dom.js";

const SHOWN = /^image\/(png|jpeg|gif|webp|svg\+xml|avif)$/;

const addressOf = (id, me) => `/_sandbox/file?${new URLSearchParams({ id, user: me })}`;

export const filesNode = (files, me) => h("ul", { class: "message-files", "aria-label": "Files" },
  files.map((file) => h("li", {}, fileNode(file, me))));

function fileNode(file, me) {
  const href = addressOf(file.id, me);
  const name = file.title || file.name;
  if (SHOWN.test(file.mimetype)) {
    return h("a", { href, target: "_blank", rel: "noopener", title: name },
      h("img", { class: "picture", src: href, alt: file.alt_text || name }));
  }
  return h("a", { class: "file", href, download: file.name },
    icon("file"), h("span", {}, h("strong", {}, name), h("small", {}, `${file.mimetype} · ${sizeOf(file.size)}`)));
}

/** Where the picture of a block that names a file of the workspace is, or null. */
export function pictureAddress({ slack_file: file }, me) {
  const id = file?.id ?? /\/files-pri\/\w+-(F\w+)\//.exec(file?.url ?? "")?.[1] ?? /\/(F[A-Z0-9]+)\//.exec(file?.url ?? "")?.[1];
  return id ? addressOf(id, me) : null;
}
