// Tables, tables of data, and charts, which are shown as what they say: labels, bars and numbers.

import { elementNode } from "./elements.js";
import { h } from "./dom.js";
import { richText } from "./richtext.js";

const framed = (caption, ...children) =>
  h("div", { class: "block-table", tabindex: "0", role: "region", "aria-label": caption }, h("table", {}, children));

function cellNode(content, { block, surface, column, tag }) {
  const isNumber = block.rows.some((row) => row[column]?.type === "raw_number");
  const align = block.column_settings?.[column]?.align ?? (isNumber ? "right" : "left");
  const scope = tag === "th" ? "col" : null;
  return h(tag, { class: `align-${align}`, scope }, wordsOf(content, block, surface));
}

function wordsOf(content, block, surface) {
  if (content?.type === "rich_text") return richText(content, surface.reader);
  if (content?.elements) return content.elements.map((element) => elementNode(block, element, surface));
  if (content?.element) return elementNode(block, content.element, surface);
  return [String(content?.text ?? content?.value ?? "")];
}

export function table(block, surface) {
  const [head, ...rows] = block.rows.map((row, index) =>
    h("tr", {}, row.map((content, column) => cellNode(content, { block, surface, column, tag: index ? "td" : "th" }))));
  const caption = block.caption ? h("caption", {}, block.caption.text ?? block.caption) : null;
  return framed(block.caption?.text ?? block.caption ?? "Table", caption, h("thead", {}, head), h("tbody", {}, rows));
}

export function chart({ title, chart: data }) {
  const bars = data.type === "pie" ? pieRows(data) : seriesRows(data);
  const most = Math.max(...bars.map((bar) => Math.abs(bar.value)), 1);
  const axis = [data.axis_config?.x_label, data.axis_config?.y_label].filter(Boolean).join(" · ");
  const rows = bars.map((bar) => h("tr", {}, h("th", { scope: "row" }, bar.label), h("td", { class: "bar-cell" },
    h("meter", { min: 0, max: most, value: Math.abs(bar.value), "aria-hidden": "true" })),
  h("td", { class: "align-right" }, String(bar.value))));
  const caption = h("caption", {}, title, axis ? h("small", {}, ` ${axis}`) : null);
  return framed(title, caption, h("tbody", {}, rows));
}

const pieRows = ({ segments }) => segments.map(({ label, value }) => ({ label, value }));

const seriesRows = ({ series }) => series.flatMap(({ name, data }) => data.map(({ label, value }) =>
  ({ label: series.length > 1 ? `${label}, ${name}` : label, value })));
