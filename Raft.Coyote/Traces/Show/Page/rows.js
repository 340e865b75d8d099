/* The narration: beside each event in the diagram the line that tells it. Where rows are too low for all of them, the notable
   ones come first. */

const lowestText = 17;

function marked(text, query) {
  const at = query ? text.toLowerCase().indexOf(query) : -1;
  return at < 0 ? [text] : [
    text.slice(0, at), html('mark', {}, text.slice(at, at + query.length)), ...marked(text.slice(at + query.length), query),
  ];
}

function classesOf(number, current) {
  const event = eventAt(number);
  return [
    'row', number === current ? 'current' : '', facts.has(number) ? 'fact' : '',
    isNotable(event, number) ? 'notable' : '', number > current ? 'later' : '',
  ].join(' ');
}

function makeRow(number, query) {
  const height = Math.max(geometry.rowHeight, lowestText);
  const row = html('div', {
    id: `row${number}`, role: 'option', 'data-event': number, 'aria-posinset': number, 'aria-setsize': eventCount,
  },
  html('a', { class: 'number', href: `#e${number}`, tabindex: '-1', 'aria-label': `link to event ${number}` }, `${number}`),
  html('span', { class: 'text' }, facts.has(number) ? html('b', { class: 'letter' }, facts.get(number)) : null,
    ...marked(eventAt(number).text, query)));
  row.firstChild.style.width = `${geometry.gutter}px`;
  row.style.top = `${geometry.y(number) - height / 2}px`;
  row.style.height = `${height}px`;
  row.lastChild.style.marginLeft = `${geometry.lanesEnd - geometry.gutter}px`;
  row.lastChild.style.webkitLineClamp = `${Math.max(1, Math.floor((height - 2) / 16))}`;
  return row;
}

/* How much an event claims a line for itself. */
function claimOf(number, current) {
  if (number === current) {
    return 3;
  }
  return facts.has(number) ? 2 : isNotable(eventAt(number), number) ? 1 : 0;
}

/* Which of the events have their line: all, or as many as find room, those that claim most before the others. */
function rowsWithRoom(first, last, current) {
  const all = Array.from({ length: last - first + 1 }, (_, position) => first + position);
  if (geometry.rowHeight >= lowestText) {
    return all;
  }
  const needed = Math.ceil(lowestText / geometry.rowHeight);
  const taken = new Set();
  const hasRoom = number => {
    for (let near = number - needed + 1; near < number + needed; near++) {
      if (taken.has(near)) {
        return false;
      }
    }
    return true;
  };
  for (const claim of [3, 2, 1, 0]) {
    for (const number of all) {
      if (claimOf(number, current) === claim && hasRoom(number)) {
        taken.add(number);
      }
    }
  }
  return [...taken].sort((one, other) => one - other);
}

function drawRows(first, last, current, query) {
  byId('rows').replaceChildren(...rowsWithRoom(first, last, current).map(number => makeRow(number, query)));
}

function chooseInRows(current) {
  for (const row of byId('rows').children) {
    const number = Number(row.dataset.event);
    row.className = classesOf(number, current);
    row.setAttribute('aria-selected', number === current ? 'true' : 'false');
  }
  byId('timeline').setAttribute('aria-activedescendant', `row${current}`);
}

/* The names over the lines. */
function drawHeads(current) {
  const now = states.at(current);
  const heads = places.map((place, position) => {
    const head = html('span', { class: `place t${position < run.servers.length ? colourOf(now[position].term) : 0}` }, place);
    head.style.left = `${geometry.x(position)}px`;
    return head;
  });
  byId('heads').style.width = `${geometry.lanesEnd}px`;
  byId('heads').replaceChildren(...heads);
}
