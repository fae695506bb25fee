// What can be done to a channel, and to the app, as entries of a menu.

import { ask } from "./ask.js";
import { askWhom } from "./people.js";

export function channelMenu(channel, page) {
  const { people, actions } = page;
  const here = channel.is_member !== false;
  const run = (verb, body = {}) => (tell) => actions.admin(verb, { channel: channel.id, ...body }, tell);
  const who = { label: "Who is here…", choose: () => people.open(channel.id) };
  if (channel.is_archived) return [who, { label: "Take out of the archive", choose: () => run("archive", { undo: true })() }];
  if (!here) return [who, { label: `Join #${channel.name}`, choose: () => run("enter")() }];
  return [
    who,
    { label: "Add somebody…", choose: () => askWhom(channel, page) },
    { label: "Rename…", choose: () => askName(channel, run) },
    ...(channel.kind === "public" ? [{ label: "Make it private…", choose: () => sure(`Make #${channel.name} private?`,
      "Only its members will see it, and it never becomes public again.", "Make it private", run("convert")) }] : []),
    ...(teamsOf(page).length ? [{ label: "Share with another company…", choose: () => askTeam(channel, page, run) }] : []),
    { label: "Archive…", danger: true, choose: () => sure(`Archive #${channel.name}?`,
      "It can be read, but nothing can be added.", "Archive", run("archive")) },
    { label: `Leave #${channel.name}`, danger: true, choose: () => run("leave")() },
  ];
}

const sure = (title, about, submit, act) => ask({ title, about, submit, danger: true, act: (_, tell) => act(tell) });

const askName = (channel, run) => ask({
  title: `Rename #${channel.name}`, submit: "Rename", fields: [{ name: "name", label: "Name", value: channel.name }],
  act: (values, tell) => run("rename", values)(tell),
});

/** The companies that people from outside belong to. */
const teamsOf = ({ state }) => [...Map.groupBy(state.data.people.filter((p) => p.kind === "external"), (p) => p.team)];

const askTeam = (channel, page, run) => ask({
  title: `Share #${channel.name}`, submit: "Share", about: "Its people come along.",
  fields: [{ name: "team", label: "Company", choices: teamsOf(page).map(([team, people]) =>
    ({ value: team, label: `${team}: ${people.map((p) => p.real_name).join(", ")}` })) }],
  act: (values, tell) => run("share", values)(tell),
});

export function appMenu({ state, actions }) {
  const { name, token_fault: fault } = state.data.app;
  const run = (verb) => (tell) => actions.machine(verb, {}, tell);
  if (fault) return [{ label: "Install it again", detail: fault, choose: () => run("reinstall")() }];
  return [
    { label: "Revoke its token…", danger: true, choose: () => sure(`Revoke the token of ${name}?`,
      "Its calls are answered with an error from now on.", "Revoke", run("revoke")) },
    { label: "Uninstall…", danger: true, choose: () => sure(`Uninstall ${name}?`,
      "It leaves every channel, and its calls are answered with an error.", "Uninstall", run("uninstall")) },
  ];
}
