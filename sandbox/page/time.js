// Moments in words, in a person's zone.

const formats = new Map();

function format(zone, options) {
  const name = JSON.stringify([zone, options]);
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(name);
}

/** British dates have no commas: Monday 2 March 2026. */
const worded = (moment, zone, options) => format(zone, options).format(moment).replaceAll(",", "");

const DAY = 86_400_000;
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const CALENDAR = { year: "numeric", month: "2-digit", day: "2-digit" };

export const momentOf = (ts) => new Date(Number(ts) * 1000);
export const clockTime = (moment, zone) => format(zone, TIME).format(moment);
export const city = (zone) => (zone ?? "").split("/").pop().replaceAll("_", " ");

/** The local calendar day as YYYY-MM-DD. */
export function dayOf(moment, zone) {
  const part = parts(moment, zone, CALENDAR);
  return `${part.year}-${part.month}-${part.day}`;
}

function parts(moment, zone, options) {
  return Object.fromEntries(format(zone, options).formatToParts(moment).map(({ type, value }) => [type, value]));
}

/** Today, Yesterday, or the day's name; the year only where it is another one. */
export function dayName(moment, now, zone) {
  return nearName(moment, now, zone) ?? longDay(moment, now, zone);
}

/** The same within a sentence. */
export const dayInLine = (moment, now, zone) =>
  nearName(moment, now, zone)?.toLowerCase() ?? longDay(moment, now, zone);

function nearName(moment, now, zone) {
  const day = dayOf(moment, zone);
  if (day === dayOf(now, zone)) return "Today";
  if (day === dayOf(new Date(now.getTime() - DAY), zone)) return "Yesterday";
  if (day === dayOf(new Date(now.getTime() + DAY), zone)) return "Tomorrow";
  return null;
}

function longDay(moment, now, zone) {
  const year = dayOf(moment, zone).slice(0, 4) === dayOf(now, zone).slice(0, 4) ? {} : { year: "numeric" };
  return worded(moment, zone, { weekday: "long", day: "numeric", month: "long", ...year });
}

export const fullMoment = (moment, zone) =>
  worded(moment, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric", ...TIME });

export const shortMoment = (moment, zone) =>
  worded(moment, zone, { weekday: "short", day: "numeric", month: "short", ...TIME });

/** The wall time of a moment as a datetime-local field wants it. */
export const wallTime = (moment, zone) => `${dayOf(moment, zone)}T${clockTime(moment, zone)}`;

/** The moment at which clocks in `zone` show `wall` (YYYY-MM-DDTHH:MM). */
export function momentAt(wall, zone) {
  const aimed = Date.parse(`${wall}:00Z`);
  let guess = aimed;
  // The offset depends on the moment itself, so a second look is needed near a change of clocks.
  for (let look = 0; look < 2; look += 1) guess += aimed - Date.parse(`${wallTime(new Date(guess), zone)}:00Z`);
  return new Date(guess);
}

export function tomorrowAt(hour, now, zone) {
  const day = dayOf(new Date(Date.parse(`${dayOf(now, zone)}T12:00:00Z`) + DAY), "UTC");
  return momentAt(`${day}T${hour}`, zone);
}

const DATE_STYLES = {
  date_num: CALENDAR,
  date: { day: "numeric", month: "long", year: "numeric" },
  date_short: { day: "numeric", month: "short", year: "numeric" },
  date_long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date_long_full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date_slash: CALENDAR,
  day_divider: { weekday: "long", day: "numeric", month: "long" },
};

/** The moment of a number of seconds as an app wrote it, or null where it is none. */
export function writtenMoment(unix) {
  const moment = momentOf(unix);
  return /^-?\d+(\.\d+)?$/.test(String(unix)) && !Number.isNaN(moment.getTime()) ? moment : null;
}

/** Slack's date tokens, such as {date_short_pretty} at {time}; an unknown token stays as written. */
export function slackDate(moment, pattern, now, zone) {
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => dateToken(token, moment, now, zone) ?? whole);
}

function dateToken(token, moment, now, zone) {
  if (token === "time") return clockTime(moment, zone);
  if (token === "time_secs") return format(zone, { ...TIME, second: "2-digit" }).format(moment);
  if (token === "ago") return ago(moment, now);
  if (token === "date_num") return dayOf(moment, zone);
  const pretty = token.endsWith("_pretty");
  const style = DATE_STYLES[pretty ? token.slice(0, -"_pretty".length) : token];
  if (!style) return null;
  const near = pretty ? nearName(moment, now, zone) : null;
  return near ? near.toLowerCase() : worded(moment, zone, style);
}

export function ago(moment, now) {
  const seconds = Math.round((moment - now) / 1000);
  const size = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]].find(([, s]) => Math.abs(seconds) >= s);
  const [unit, length] = size ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(Math.round(seconds / length), unit);
}
