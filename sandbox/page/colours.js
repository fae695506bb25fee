// The colours of people.

// Side by side these can be told apart, and white letters can be read on each.
const COLOURS = [
  "#9a4f6b", "#2f6f8f", "#6a5a9e", "#2c7558", "#a0562f", "#45617a", "#76651d", "#8b4a86", "#a2453f", "#3d6b35",
];

export const coloured = (people) =>
  people.map((person, index) => ({ ...person, colour: COLOURS[index % COLOURS.length] }));
