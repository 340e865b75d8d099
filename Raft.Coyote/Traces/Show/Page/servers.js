/* The servers at the chosen moment: a column for each, as in the diagram; down it what the server is, and its log. Of long logs
   only as many entries are made as there is room for. */

const entryHeight = 37;
let logStart = 1;

function roleText(state) {
  if (state.condition === 'down') {
    return 'down';
  }
  return state.condition === 'paused' ? 'paused' : state.role;
}

function serverHead(server, state) {
  const isDown = state.condition === 'down';
  const lines = [
    `term ${state.term}`, state.votedFor ? `vote ${state.votedFor}` : 'no vote', isDown ? 'disk only' : `commit ${state.commit}`,
  ];
  return html('th', { scope: 'col', class: `server ${state.condition} ${state.role} t${colourOf(state.term)}` },
    html('span', { class: 'name' }, run.servers[server]), html('span', { class: 'role' }, roleText(state)),
    ...lines.map(line => html('span', {}, line)));
}

function committedHead() {
  return html('th', { scope: 'col', class: 'server all' }, html('span', { class: 'name' }, 'all'),
    html('span', { class: 'role' }, 'committed'), html('span', {}, 'for any'), html('span', {}, 'server'));
}

/* What other logs, and what was committed, say of an entry at its index. Once one is committed there, the others are wrong. */
function judge(entry, index, now, committed) {
  const isDecided = committed[index - 1] !== undefined;
  const isCommitted = committed[index - 1] === entry;
  const isAgainstCommitted = isDecided && !isCommitted;
  const isAgainstOther = !isDecided && now.some(state => state.log[index - 1] !== undefined && state.log[index - 1] !== entry);
  return { isCommitted, isAgainstCommitted, isAgainstOther };
}

function cellWords(entry, index, state, judged) {
  const { term, command, origin } = run.entries[entry];
  return [
    `index ${index}, term ${term}, ${command}`, origin ? `from ${origin}` : '',
    judged.isCommitted ? 'committed' : 'not committed',
    state && judged.isCommitted && index > state.commit ? 'not yet known here' : '',
    judged.isAgainstCommitted ? 'contradicts the committed entry' : judged.isAgainstOther ? 'differs from another log' : '',
    state && state.disk[index - 1] !== entry ? 'not on the disk' : '',
    state && index <= state.discarded ? 'in the snapshot, and discarded from the log' : '',
  ].filter(Boolean).join(', ');
}

function entryClasses(entry, index, state, judged) {
  const isKnown = state === null || index <= state.commit;
  const isOnDisk = state === null || state.disk[index - 1] === entry;
  return [
    'entry', `t${colourOf(run.entries[entry].term)}`, isKnown ? 'known' : '', isOnDisk ? '' : 'volatile',
    state && index <= state.discarded ? 'discarded' : '',
    judged.isAgainstCommitted ? 'wrong' : judged.isAgainstOther ? 'differs' : '',
  ].join(' ');
}

/* What is seen; a screen reader is told all of it in words instead. */
function unsaid(classes, text) {
  return html('span', { class: classes, 'aria-hidden': 'true' }, text);
}

function makeCell(entry, index, state, judged) {
  if (entry === undefined) {
    return html('td', {});
  }
  const { term, command } = run.entries[entry];
  const words = cellWords(entry, index, state, judged);
  const sign = judged.isAgainstCommitted ? '✗' : judged.isAgainstOther ? '≠' : judged.isCommitted ? '✓' : '';
  return html('td', { class: entryClasses(entry, index, state, judged), title: words },
    unsaid('term', `${term}`), unsaid('sign', sign), unsaid('command', command), html('span', { class: 'hidden' }, words));
}

function entryRow(index, now, committed) {
  const cells = now.map(state => {
    const entry = state.log[index - 1];
    return makeCell(entry, index, state, entry === undefined ? {} : judge(entry, index, now, committed));
  });
  return html('tr', {}, html('th', { scope: 'row' }, `${index}`), ...cells, html('td', { class: 'apart' }),
    makeCell(committed[index - 1], index, null, { isCommitted: true }));
}

/* The entries that fit: they follow the index at which the chosen event changed a log, or else the end of the longest log. */
function chooseEntries(now, committed, current, isPaged) {
  const longest = Math.max(committed.length, ...now.map(state => state.log.length));
  const fit = Math.max(5, Math.floor((byId('servers').clientHeight - 124) / entryHeight));
  const change = current > 0 ? eventAt(current).change?.log : undefined;
  const index = change ? change.kept + Math.max(1, change.added.length) : longest;
  if (!isPaged && (index < logStart || index >= logStart + fit)) {
    logStart = index - fit + 1;
  }
  logStart = clamp(logStart, 1, Math.max(1, longest - fit + 1));
  const count = Math.max(0, Math.min(fit, longest - logStart + 1));
  return { longest, fit, indexes: Array.from({ length: count }, (_, position) => logStart + position) };
}

function pagerButton(label, sign, start, isOff, current) {
  const button = html('button', { type: 'button', disabled: isOff, 'aria-label': label, title: label }, sign);
  button.addEventListener('click', () => {
    logStart = start;
    drawServers(current, true);
  });
  return button;
}

function pager({ longest, fit }, current) {
  return longest <= fit ? null : html('div', { class: 'pager' },
    html('span', {}, `entries ${logStart} to ${Math.min(longest, logStart + fit - 1)} of ${longest}`),
    pagerButton('Earlier entries', '↑', logStart - fit, logStart <= 1, current),
    pagerButton('Later entries', '↓', logStart + fit, logStart + fit > longest, current));
}

function drawServers(current, isPaged = false) {
  const now = states.at(current);
  const committed = committedAt(current);
  const entries = chooseEntries(now, committed, current, isPaged);
  const heads = html('tr', {}, html('td', {}), ...now.map((state, server) => serverHead(server, state)),
    html('td', { class: 'apart' }), committedHead());
  const table = html('table', { 'aria-rowcount': entries.longest + 1 },
    html('caption', { class: 'hidden' }, `The servers and their logs after event ${current}`),
    html('thead', {}, heads), html('tbody', {}, ...entries.indexes.map(index => entryRow(index, now, committed))));
  byId('servers').replaceChildren(...[table, pager(entries, current)].filter(Boolean));
}
