// What can be done to a channel, and to the app, as entries of a menu.

import { ask } from "./ask.js";
import { askWhom } from "./people.js";

export function channelMenu(channel, page) {
  const { state, people, actions } = page;
  const run = (verb, body = {}) => (tell) => actions.admin(verb, { channel: channel.id, ...body }, tell);
  const who = { label: "Who is here…", choose: () => people.open(channel.id) };
  const last = state.me?.is_admin ? [deletion(channel, run)] : [];
  if (channel.is_archived) return [who, { label: "Take out of the archive", choose: () => run("archive", { undo: true })() }, ...last];
  if (channel.is_member === false) return [who, { label: `Join #${channel.name}`, choose: () => run("enter")() }, ...last];
  return [
    who,
    { label: "Add somebody…", choose: () => askWhom(channel, page) },
    ...naming(channel, run),
    ...reach(channel, page, run),
    { label: "Archive…", danger: true, choose: () => sure(`Archive #${channel.name}?`,
      "It can be read, but nothing can be added.", "Archive", run("archive")) },
    { label: `Leave #${channel.name}`, danger: true, choose: () => run("leave")() },
    ...last,
  ];
}

const sure = (title, about, submit, act) => ask({ title, about, submit, danger: true, act: (_, tell) => act(tell) });

const deletion = (channel, run) => ({ label: "Delete…", danger: true, choose: () => sure(`Delete #${channel.name}?`,
  "It is gone for ever, with all that was said in it.", "Delete", run("delete_channel")) });

/** What a channel is called and about. */
const naming = (channel, run) => [
  { label: "Rename…", choose: () => ask({
    title: `Rename #${channel.name}`, submit: "Rename", fields: [{ name: "name", label: "Name", value: channel.name }],
    act: (values, tell) => run("rename", values)(tell),
  }) },
  { label: "Change the topic…", choose: () => askWords(`Topic of #${channel.name}`,
    { name: "topic", label: "Topic", value: channel.topic }, run) },
  { label: "Change the description…", choose: () => askWords(`Description of #${channel.name}`,
    { name: "purpose", label: "Description", value: channel.purpose, lines: 3 }, run) },
];

const askWords = (title, field, run) => ask({
  title, submit: "Save", fields: [{ ...field, optional: true }], act: (values, tell) => run("topic", values)(tell),
});

/** Who can see a channel. */
function reach(channel, page, run) {
  const away = companies(page).filter(([, people]) => people.some((p) => !p.deleted && !channel.members.includes(p.id)));
  const here = companies(page).filter(([, people]) => people.some((p) => channel.members.includes(p.id)));
  return [
    ...(channel.kind === "public" ? [{ label: "Make it private…", choose: () => sure(`Make #${channel.name} private?`,
      "Only its members will see it, and it never becomes public again.", "Make it private", run("convert")) }] : []),
    ...(away.length ? [{ label: "Share with another company…", choose: () => askCompany({
      title: `Share #${channel.name}`, submit: "Share", about: "Its people come along.", among: away, act: run }) }] : []),
    ...(here.length ? [{ label: "End the sharing…", danger: true, choose: () => askCompany({
      title: `End the sharing of #${channel.name}`, submit: "End it", danger: true, about: "Its people leave the channel.",
      among: here, act: (verb, body) => run(verb, { ...body, undo: true }) }) }] : []),
  ];
}

/** The companies that people from outside belong to, with their people. */
const companies = ({ state }) => [...Map.groupBy(state.data.people.filter((p) => p.kind === "external"), (p) => p.team)];

const askCompany = ({ among, act, ...words }) => ask({
  ...words,
  fields: [{ name: "team", label: "Company", choices: among.map(([team, people]) =>
    ({ value: team, label: `${team}: ${people.map((p) => p.real_name).join(", ")}` })) }],
  act: (values, tell) => act("share", values)(tell),
});

export const askNewChannel = ({ actions }) => ask({
  title: "A new channel", submit: "Make it",
  fields: [{ name: "name", label: "Name", hint: "Small letters, digits, - and _." },
    { name: "who", label: "Who can see it", choices: [{ value: "public", label: "Everybody: public" },
      { value: "private", label: "Its members: private" }] }],
  act: ({ name, who }, tell) => actions.admin("create_channel", { name, private: who === "private" }, tell),
});

export const askGroupMessage = ({ state, actions }) => ask({
  title: "A new group message", submit: "Begin it",
  fields: [{ name: "people", label: "With whom", several: true, choices: state.reachable.map((p) =>
    ({ value: p.id, label: p.real_name ?? p.name })) }],
  act: async ({ people }, tell) => {
    const begun = await actions.admin("group_message", { people }, tell);
    if (begun) actions.visit(state.groupOf(people)?.id ?? null);
    return begun;
  },
});

export const askNewBeginning = ({ actions }) => sure("Start over?",
  "Everything that was said and changed is forgotten, and the clock starts again.", "Start over",
  (tell) => actions.machine("reset", {}, tell));

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
