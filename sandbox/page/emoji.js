// The shortcodes that people and apps use most; any other stays as it was written.

const GLYPHS = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", wave: "👋", clap: "👏", pray: "🙏", raised_hands: "🙌",
  muscle: "💪", ok_hand: "👌", point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇",
  eyes: "👀", handshake: "🤝", bust_in_silhouette: "👤", busts_in_silhouette: "👥", smile: "😄",
  slightly_smiling_face: "🙂", grinning: "😀", joy: "😂", wink: "😉", blush: "😊", thinking_face: "🤔", sob: "😭",
  cry: "😢", sweat_smile: "😅", tada: "🎉", fire: "🔥", sparkles: "✨", star: "⭐", heart: "❤️", rocket: "🚀",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌",
  heavy_plus_sign: "➕", warning: "⚠️", exclamation: "❗", question: "❓", no_entry: "⛔", rotating_light: "🚨",
  small_red_triangle: "🔺", red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", small_blue_diamond: "🔹", small_red_triangle: "🔺", arrow_right: "➡️",
  arrow_up: "⬆️", arrow_down: "⬇️", clock9: "🕘", alarm_clock: "⏰", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", stopwatch: "⏱️", calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", bell: "🔔",
  no_bell: "🔕", memo: "📝", pencil2: "✏️", clipboard: "📋", inbox_tray: "📥", outbox_tray: "📤", package: "📦",
  email: "✉️", envelope: "✉️", speech_balloon: "💬", phone: "☎️", bulb: "💡", mag: "🔍", link: "🔗",
  paperclip: "📎", pushpin: "📌", round_pushpin: "📍", bookmark: "🔖", label: "🏷️", file_folder: "📁",
  page_facing_up: "📄", bar_chart: "📊", chart_with_upwards_trend: "📈", gear: "⚙️", wrench: "🔧", lock: "🔒",
  key: "🔑", house: "🏠", sunny: "☀️", sunrise: "🌅", crescent_moon: "🌙", coffee: "☕", robot_face: "🤖",
  information_source: "ℹ️", repeat: "🔁", arrows_counterclockwise: "🔄", zap: "⚡", trophy: "🏆", dart: "🎯",
};

export function glyph(name) {
  const plain = name.replace(/::?skin-tone-\d$/, "");
  return Object.hasOwn(GLYPHS, plain) ? GLYPHS[plain] : null;
}

export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => glyph(name) ?? whole);
