/* The search: all events whose line has the words, wherever they stand. */

const search = { query: '', matches: [] };

function searchFor(text) {
  search.query = text.trim().toLowerCase();
  search.matches = search.query === '' ? [] : run.events.flatMap((event, position) =>
    (`#${position + 1} ${event.text}`.toLowerCase().includes(search.query) ? [position + 1] : []));
}

/* The match after an event, or before it; round the end. */
function nextMatch(current, isForward) {
  const { matches } = search;
  if (matches.length === 0) {
    return null;
  }
  const after = firstWhere(matches, number => number > current);
  const before = firstWhere(matches, number => number >= current) - 1;
  return isForward ? matches[after % matches.length] : matches[(before + matches.length) % matches.length];
}

function foundText(current) {
  if (search.query === '') {
    return '';
  }
  const at = search.matches.indexOf(current);
  return at < 0 ? `${search.matches.length} found` : `${at + 1} of ${search.matches.length}`;
}
