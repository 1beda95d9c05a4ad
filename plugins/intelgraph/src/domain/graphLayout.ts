import { Edge, Graph } from '@companyos/plugin-intelgraph-common';

const COLUMN = 360;
const ROW = 72;
/** Where along a curve its name stands: nearer to its end, where curves that begin together have parted. */
const LABEL_AT = 0.6;
/** Size of a node, pixels. */
export const NODE = { width: 184, height: 44 };
const MARGIN = 16;
/** How far a relation within a column reaches out of it, for the control points of its curve. */
const BULGE = 96;

/** An entity and its place, pixels from the top left. */
export interface PlacedNode {
  entity: string;
  x: number;
  y: number;
}

/** A relation as a curve, and where its name goes. */
export interface PlacedEdge {
  edge: Edge;
  path: string;
  labelX: number;
  labelY: number;
}

/** A drawing of a graph. */
export interface GraphLayout {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

const keyOf = ({ from, type, to }: Edge) => `${from}\n${type}\n${to}`;

/** Steps from the root: up along incoming relations, down along outgoing ones. */
function levelsOf({ root, nodes, edges }: Graph): Map<string, number> {
  const levels = new Map([[root, 0]]);
  const queue = [root];
  const sorted = [...edges].sort((a, b) =>
    keyOf(a).localeCompare(keyOf(b), 'en'),
  );
  for (let current = queue.shift(); current; current = queue.shift()) {
    const level = levels.get(current) ?? 0;
    for (const { from, to } of sorted) {
      const [next, step] = from === current ? [to, 1] : [from, -1];
      if ((from === current || to === current) && !levels.has(next)) {
        levels.set(next, level + step);
        queue.push(next);
      }
    }
  }
  for (const { entity, distance } of nodes) {
    if (!levels.has(entity)) levels.set(entity, distance);
  }
  return levels;
}

/** Orders each column by the middle of the neighbours in the columns before it, then by name. */
function columnsOf(graph: Graph, levels: Map<string, number>): string[][] {
  const known = new Set(graph.nodes.map(({ entity }) => entity));
  known.add(graph.root);
  const numbers = [
    ...new Set([...known].map(one => levels.get(one) ?? 0)),
  ].sort((a, b) => a - b);
  const rowOf = new Map<string, number>();
  return numbers.map(number => {
    const middle = (entity: string) => {
      const rows = graph.edges.flatMap(({ from, to }) => {
        const other = from === entity ? to : from;
        const row =
          from === entity || to === entity ? rowOf.get(other) : undefined;
        return row === undefined ? [] : [row];
      });
      return rows.length
        ? rows.reduce((sum, row) => sum + row, 0) / rows.length
        : Infinity;
    };
    const column = [...known]
      .filter(entity => (levels.get(entity) ?? 0) === number)
      .map(entity => ({ entity, middle: middle(entity) }))
      .sort(
        (a, b) =>
          (a.middle === b.middle ? 0 : a.middle - b.middle) ||
          a.entity.localeCompare(b.entity, 'en'),
      )
      .map(({ entity }) => entity);
    column.forEach((entity, row) => rowOf.set(entity, row));
    return column;
  });
}

function curve(a: PlacedNode, b: PlacedNode): Omit<PlacedEdge, 'edge'> {
  const half = NODE.height / 2;
  if (a.x === b.x) {
    // Out to the right and back, so that it does not run behind what lies between them.
    const [x, startY, endY] = [a.x + NODE.width, a.y + half, b.y + half];
    const outX = x + BULGE;
    return {
      path: `M ${x} ${startY} C ${outX} ${startY}, ${outX} ${endY}, ${x} ${endY}`,
      labelX: x + BULGE * 0.75,
      labelY: (startY + endY) / 2,
    };
  }
  const [startX, startY] = [a.x + NODE.width, a.y + half];
  const [endX, endY] = [b.x, b.y + half];
  const reach = endX > startX ? (endX - startX) / 2 : COLUMN / 3;
  const [outX, inX] = [startX + reach, endX - reach];
  const at = (p0: number, p1: number, p2: number, p3: number) => {
    const left = 1 - LABEL_AT;
    return (
      left ** 3 * p0 +
      3 * left ** 2 * LABEL_AT * p1 +
      3 * left * LABEL_AT ** 2 * p2 +
      LABEL_AT ** 3 * p3
    );
  };
  return {
    path: `M ${startX} ${startY} C ${outX} ${startY}, ${inX} ${endY}, ${endX} ${endY}`,
    labelX: at(startX, outX, inX, endX),
    labelY: at(startY, startY, endY, endY),
  };
}

/** Places a graph in columns, what flows in on the left. The same graph always gets the same drawing. */
export function graphLayout(graph: Graph): GraphLayout {
  const columns = columnsOf(graph, levelsOf(graph));
  const rows = Math.max(1, ...columns.map(({ length }) => length));
  const nodes = columns.flatMap((column, number) =>
    column.map((entity, row) => ({
      entity,
      x: MARGIN + number * COLUMN,
      y: MARGIN + (row + (rows - column.length) / 2) * ROW,
    })),
  );
  const byEntity = new Map(nodes.map(node => [node.entity, node]));
  const edges = graph.edges.flatMap(edge => {
    const from = byEntity.get(edge.from);
    const to = byEntity.get(edge.to);
    return from && to ? [{ edge, ...curve(from, to) }] : [];
  });
  const last = MARGIN + (columns.length - 1) * COLUMN;
  const reachesOut = edges.some(
    ({ edge: { from, to } }) =>
      byEntity.get(from)?.x === last && byEntity.get(to)?.x === last,
  );
  return {
    nodes,
    edges,
    width: last + NODE.width + MARGIN + (reachesOut ? COLUMN / 2 : 0),
    height: (rows - 1) * ROW + NODE.height + 2 * MARGIN,
  };
}
