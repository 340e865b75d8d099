/* What the signs mean, each drawn by what draws it elsewhere. */

const signWords = {
  plain: 'a server handles something',
  leader: 'becomes leader; beside it the term',
  candidate: 'becomes candidate',
  stepDown: 'a leader steps down',
  crash: 'crashes',
  restart: 'restarts from its disk',
  paused: 'stands still',
  resumed: 'runs again',
  client: 'a client asks, or gets its answer',
  gaveUp: 'a client waits no longer',
};

const arrowWords = {
  arrived: 'a message that arrives', arrivedAgain: 'arrives again: the network doubled it', lost: 'is lost',
  onItsWay: 'is still on its way at the end',
};

const lineWords = {
  follower: 'a follower; the colour is its term',
  candidate: 'a candidate',
  leader: 'a leader',
  down: 'down: only its disk is left',
};

/* The classes of an entry, its sign, and what they mean. */
const entryWords = [
  ['known', '', 'this server knows that it is committed'],
  ['', '', 'it does not'],
  ['', '✓', 'committed for any server'],
  ['differs', '≠', 'another log has another entry there'],
  ['wrong', '✗', 'another entry is committed there'],
  ['known discarded', '✓', 'in the snapshot, and discarded from the log'],
  ['volatile', '', 'in memory only, not on the disk'],
];

function legendRow(drawn, words) {
  return html('div', {}, html('dt', {}, drawn), html('dd', {}, words));
}

function drawnRow(shapes, words) {
  return legendRow(svg('svg', { width: 56, height: 24, viewBox: '0 0 56 24', 'aria-hidden': 'true' }, ...shapes), words);
}

function signRows() {
  const signRow = (shapes, words) => drawnRow([svg('g', { class: 'sign t1' }, ...shapes)], words);
  return [
    ...Object.entries(signWords).map(([name, words]) => signRow(signs[name](28, 12, 9), words)),
    signRow([tick(28, 12)], 'sets commitIndex'),
  ];
}

function arrowRows() {
  return Object.entries(arrowWords).map(([fate, words]) => drawnRow([drawArrowLine(fate, 4, 12, 50, 12, 't1')], words));
}

function lineRows() {
  const line = role => svg('line', { x1: 4, y1: 12, x2: 52, y2: 12, class: `life ${role} t1` });
  const cut = svg('rect', { x: 18, y: 1, width: 20, height: 22, class: 'cut' });
  return [
    ...Object.entries(lineWords).map(([role, words]) => drawnRow([line(role)], words)),
    drawnRow([cut], 'cut off from the others'),
  ];
}

function entryRows() {
  const sample = (classes, sign) => html('span', { class: `entry t1 sample ${classes}`, 'aria-hidden': 'true' },
    html('span', { class: 'term' }, '1'), html('span', { class: 'sign' }, sign));
  return entryWords.map(([classes, sign, words]) => legendRow(sample(classes, sign), words));
}

function fillLegend() {
  const groups = [['Events', signRows()], ['Messages', arrowRows()], ['Servers', lineRows()], ['Entries of a log', entryRows()]];
  byId('signs').append(...groups.map(([title, rows]) => html('section', {}, html('h3', {}, title), html('dl', {}, ...rows))));
}
