/* The servers at the chosen moment: what each is, and its log beside those of the others. Only the columns in view are made. */

const columnWidth = 92;
let logStart = 1;

function roleText(state) {
  if (state.condition === 'down') {
    return 'down';
  }
  return state.condition === 'paused' ? `${state.role}, paused` : state.role;
}

function stateText(state) {
  const vote = state.votedFor ? `vote ${state.votedFor}` : 'no vote';
  return `term ${state.term} · ${vote}`;
}

function progressText(state) {
  return state.condition === 'down' ? 'on its disk' : `commit ${state.commit} · applied ${state.applied}`;
}

/* What other logs, and what was committed, say of an entry at its index. */
function judge(entry, index, now, committed) {
  const isCommitted = committed[index - 1] === entry;
  const isAgainstCommitted = committed[index - 1] !== undefined && !isCommitted;
  const isAgainstOther = now.some(state => state.log[index - 1] !== undefined && state.log[index - 1] !== entry);
  return { isCommitted, isAgainstCommitted, isAgainstOther };
}

function cellWords(entry, index, state, judged) {
  const { term, command, origin } = run.entries[entry];
  return [
    `index ${index}, term ${term}, ${command}`, origin ? `from ${origin}` : '',
    judged.isCommitted ? 'committed' : 'not committed',
    state && index <= state.commit ? 'known here to be committed' : '',
    judged.isAgainstCommitted ? 'contradicts the committed entry' : judged.isAgainstOther ? 'differs from another log' : '',
    state && state.disk[index - 1] !== entry ? 'not on the disk' : '',
  ].filter(Boolean).join(', ');
}

function makeCell(entry, index, state, judged) {
  if (entry === undefined) {
    return html('td', { class: 'none' });
  }
  const { term, command } = run.entries[entry];
  const words = cellWords(entry, index, state, judged);
  const isOnDisk = !state || state.disk[index - 1] === entry;
  const classes = [
    'entry', `t${colourOf(term)}`, judged.isCommitted ? 'committed' : '', state && index <= state.commit ? 'known' : '',
    judged.isAgainstCommitted ? 'wrong' : judged.isAgainstOther ? 'differs' : '', isOnDisk ? '' : 'volatile',
  ].join(' ');
  const sign = judged.isAgainstCommitted ? '✗' : judged.isAgainstOther ? '≠' : judged.isCommitted ? '✓' : '';
  return html('td', { class: classes, title: words, 'aria-label': words },
    html('span', { class: 'term' }, `${term}`), html('span', { class: 'sign' }, sign), html('span', { class: 'command' }, command));
}

function serverRow(server, now, committed, indexes) {
  const state = now[server];
  const head = html('th', { scope: 'row', class: `server ${state.condition} ${state.role} t${colourOf(state.term)}` },
    html('span', { class: 'name' }, run.servers[server]), html('span', { class: 'role' }, roleText(state)),
    html('span', { class: 'state' }, stateText(state)), html('span', { class: 'state progress' }, progressText(state)));
  return html('tr', {}, head, ...indexes.map(index => {
    const entry = state.log[index - 1];
    return makeCell(entry, index, state, entry === undefined ? {} : judge(entry, index, now, committed));
  }));
}

function committedRow(committed, indexes) {
  const head = html('th', { scope: 'row', class: 'server of-all' }, html('span', { class: 'name' }, 'committed'),
    html('span', { class: 'state' }, 'by any server'));
  return html('tr', { class: 'committed-row' }, head,
    ...indexes.map(index => makeCell(committed[index - 1], index, null, { isCommitted: true })));
}

/* The columns that fit: they follow the index at which the chosen event changed a log. */
function chooseColumns(now, committed, current) {
  const longest = Math.max(committed.length, ...now.map(state => Math.max(state.log.length, state.disk.length)));
  const room = byId('moment').clientWidth - (byId('moment').clientWidth < 640 ? 128 : 262);
  const fit = Math.max(2, Math.floor(room / columnWidth));
  const change = current > 0 ? eventAt(current).change?.log : undefined;
  const index = change ? change.kept + Math.max(1, change.added.length) : null;
  if (index !== null && (index < logStart || index >= logStart + fit)) {
    logStart = index - fit + 1;
  }
  logStart = clamp(logStart, 1, Math.max(1, longest - fit + 1));
  const count = Math.min(fit, longest - logStart + 1);
  return { longest, fit, indexes: Array.from({ length: Math.max(0, count) }, (_, position) => logStart + position) };
}

function pager({ longest, fit }, current) {
  if (longest <= fit) {
    return null;
  }
  const go = (label, start, isOff) => {
    const button = html('button', { type: 'button', disabled: isOff, 'aria-label': label, title: label }, start < logStart ? '‹' : '›');
    button.addEventListener('click', () => {
      logStart = start;
      drawServers(current, true);
    });
    return button;
  };
  return html('div', { class: 'pager' }, go('Earlier entries', logStart - fit, logStart <= 1),
    html('span', {}, `entries ${logStart} to ${Math.min(longest, logStart + fit - 1)} of ${longest}`),
    go('Later entries', logStart + fit, logStart + fit > longest));
}

function drawServers(current, isPaged = false) {
  const now = states.at(current);
  const committed = committedAt(current);
  const columns = chooseColumns(now, committed, isPaged ? 0 : current);
  const { indexes } = columns;
  const heads = html('tr', {}, html('td', { class: 'corner' }, pager(columns, current)),
    ...indexes.map(index => html('th', { scope: 'col' }, `${index}`)));
  const table = html('table', { 'aria-colcount': columns.longest + 1 },
    html('caption', { class: 'hidden' }, `The servers and their logs after event ${current}`),
    html('thead', {}, heads),
    html('tbody', {}, ...run.servers.map((_, server) => serverRow(server, now, committed, indexes)),
      committed.length > 0 ? committedRow(committed, indexes) : null));
  byId('servers').replaceChildren(table);
}
