/* The signs at which an event is known: on the lines of the diagram, and in the legend. */

function dot(x, y, radius, classes) {
  return svg('circle', { cx: x, cy: y, r: radius, class: classes });
}

function letter(x, y, text, classes) {
  return svg('text', { x, y: y + 3.5, class: `letter ${classes}` }, text);
}

const signs = {
  plain: (x, y, size) => [dot(x, y, size / 2, 'dot')],
  quiet: (x, y, size) => [dot(x, y, size / 4, 'dot small')],
  leader: (x, y, size) => [dot(x, y, size, 'leader'), letter(x, y, 'L', 'on')],
  candidate: (x, y, size) => [dot(x, y, size, 'candidate'), letter(x, y, 'C', 'off')],
  stepDown: (x, y, size) => [dot(x, y, size, 'candidate'), letter(x, y, 'F', 'off')],
  crash: (x, y, size) => [
    dot(x, y, size, 'crash'), svg('path', { d: cross(x, y, size * 0.45), class: 'crash-cross' }),
  ],
  restart: (x, y, size) => [
    dot(x, y, size, 'restart'), svg('path', { d: `M${x - size * 0.35} ${y + size * 0.35}V${y - size * 0.2}`
      + `M${x - size * 0.35} ${y - size * 0.45}h${size * 0.4}a${size * 0.4} ${size * 0.4} 0 0 1 0 ${size * 0.8}h-${size * 0.2}`,
    class: 'restart-turn' }),
  ],
  paused: (x, y, size) => [svg('path', { d: `M${x - 3} ${y - size * 0.6}v${size * 1.2}M${x + 3} ${y - size * 0.6}v${size * 1.2}`, class: 'bars' })],
  resumed: (x, y, size) => [svg('path', { d: `M${x - 4} ${y - size * 0.6}l${size} ${size * 0.6}l-${size} ${size * 0.6}z`, class: 'go' })],
  client: (x, y, size) => [svg('rect', { x: x - size / 2, y: y - size / 2, width: size, height: size, class: 'client' })],
  gaveUp: (x, y, size) => [svg('path', { d: cross(x, y, size / 2), class: 'client-cross' })],
};

function cross(x, y, size) {
  return `M${x - size} ${y - size}l${2 * size} ${2 * size}M${x + size} ${y - size}l${-2 * size} ${2 * size}`;
}

function tick(x, y) {
  return svg('path', { d: `M${x - 4} ${y}l3 3l5 -7`, class: 'tick' });
}

/* The sign of an event: of several notable things the one that says most. */
function signOf(event) {
  const told = ['crash', 'leader', 'candidate', 'stepDown', 'restart'].find(mark => event.marks?.includes(mark));
  const kinds = { called: 'client', returned: 'client', gaveUp: 'gaveUp', paused: 'paused', resumed: 'resumed', heartbeatDue: 'quiet' };
  return told ?? kinds[event.kind] ?? 'plain';
}

/* A sign, with a tick when the event commits something. */
function drawSign(event, x, y, size) {
  const name = signOf(event);
  const isLarge = !['plain', 'quiet', 'client', 'gaveUp'].includes(name);
  const term = event.change?.term;
  const drawn = svg('g', { class: `sign t${colourOf(term)}` }, ...signs[name](x, y, isLarge ? size : size * 0.9));
  if (event.marks?.includes('commit') && size > 5) {
    drawn.append(tick(x + (isLarge ? size : size / 2) + 6, y - 4));
  }
  return drawn;
}

const arrowWords = {
  arrived: 'a message that arrives',
  arrivedAgain: 'one that arrives again: the network doubled it',
  lost: 'one that is lost',
  onItsWay: 'one that is still on its way at the end',
};

const signWords = {
  plain: 'a server handles something', leader: 'becomes leader', candidate: 'becomes candidate', stepDown: 'a leader steps down',
  crash: 'crashes', restart: 'restarts from its disk', paused: 'stands still', resumed: 'runs again',
  client: 'a client asks, or gets its answer', gaveUp: 'a client waits no longer',
};

const lineWords = {
  follower: 'a follower; the colour is its term', candidate: 'a candidate', leader: 'a leader', down: 'down: only its disk is left',
};

function legendRow(drawn, words) {
  return html('div', {}, html('dt', {}, svg('svg', { width: 56, height: 24, viewBox: '0 0 56 24', 'aria-hidden': 'true' }, ...drawn)),
    html('dd', {}, words));
}

/* What the signs mean, drawn by what draws them. */
function fillLegend() {
  const drawn = [
    ...Object.entries(signWords).map(([name, words]) =>
      legendRow([svg('g', { class: 'sign t1' }, ...signs[name](28, 12, ['plain', 'client', 'gaveUp'].includes(name) ? 9 : 9))], words)),
    legendRow([svg('g', { class: 'sign t1' }, tick(28, 12))], 'commits'),
    ...Object.entries(arrowWords).map(([fate, words]) => legendRow([drawArrowLine(fate, 4, 12, 50, 12, 't1')], words)),
    ...Object.entries(lineWords).map(([role, words]) =>
      legendRow([svg('line', { x1: 4, y1: 12, x2: 52, y2: 12, class: `life ${role} t1` })], words)),
  ];
  byId('signs').append(html('dl', {}, ...drawn));
}
