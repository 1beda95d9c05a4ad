import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { Graph } from '@companyos/plugin-intelgraph-common';
import { useId, useLayoutEffect, useMemo, useRef } from 'react';
import { entityRefParts } from '../../domain/entityRefParts';
import { graphLayout, NODE } from '../../domain/graphLayout';
import { useLocation } from '../../routing';
import { intelgraphTranslationRef } from '../../translation';
import styles from './GraphDrawing.module.css';

/** A graph in columns; each node is a link to its own relations. */
export function GraphDrawing({
  graph,
  withPolicies,
}: {
  graph: Graph;
  /** Writes the policies of an edge beside its type. */
  withPolicies: boolean;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const arrowId = useId();
  const { pathname, search } = useLocation();
  const { nodes, edges, width, height } = useMemo(
    () => graphLayout(graph),
    [graph],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const inView = useRef<string>();
  // What the page is about comes into view, however much there is around it; a refresh leaves one where one is.
  useLayoutEffect(() => {
    const root = nodes.find(({ entity }) => entity === graph.root);
    const element = scroller.current;
    if (!root || !element || inView.current === root.entity) return;
    inView.current = root.entity;
    element.scrollLeft = root.x + (NODE.width - element.clientWidth) / 2;
    element.scrollTop = root.y + (NODE.height - element.clientHeight) / 2;
  }, [nodes, graph.root]);
  const hrefOf = (entity: string) => {
    const next = new URLSearchParams(search);
    next.set('entity', entity);
    next.delete('fact');
    return `${pathname}?${next}`;
  };
  return (
    <div ref={scroller} className={styles.scroll}>
      <div
        role="group"
        aria-label={t('graph.drawing')}
        className={styles.drawing}
        style={{ width, height }}
      >
        <svg
          aria-hidden
          className={styles.edges}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
        >
          <defs>
            <marker
              id={arrowId}
              viewBox="0 0 8 8"
              refX="8"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto-start-reverse"
            >
              <path d="M 0 0 L 8 4 L 0 8 z" className={styles.arrow} />
            </marker>
          </defs>
          {edges.map(({ edge, path }) => (
            <path
              key={`${edge.from} ${edge.type} ${edge.to} ${edge.factId}`}
              d={path}
              className={styles.edge}
              markerEnd={`url(#${arrowId})`}
            />
          ))}
        </svg>
        {edges.map(({ edge, labelX, labelY }) => (
          <span
            // The table behind says the same in order.
            aria-hidden
            key={`${edge.from} ${edge.type} ${edge.to} ${edge.factId}`}
            className={styles.label}
            style={{ insetInlineStart: labelX, insetBlockStart: labelY }}
          >
            {edge.type}
            {withPolicies &&
              edge.policies.map(({ id, decision }) => (
                <span key={id} className={styles.policy}>
                  {' · '}
                  {t(`policy.${decision ?? 'unknown'}`)} {id}
                </span>
              ))}
          </span>
        ))}
        <ul className={styles.nodes}>
          {nodes.map(({ entity, x, y }) => {
            const { kind, name } = entityRefParts(entity);
            const isRoot = entity === graph.root;
            return (
              <li
                key={entity}
                className={styles.node}
                data-root={isRoot || undefined}
                style={{
                  insetInlineStart: x,
                  insetBlockStart: y,
                  width: NODE.width,
                  height: NODE.height,
                }}
              >
                <Link
                  className={styles.link}
                  href={hrefOf(entity)}
                  title={entity}
                  aria-current={isRoot ? 'true' : undefined}
                >
                  <span className={styles.name}>{name}</span>{' '}
                  <span className={styles.kind}>{kind}</span>
                </Link>
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
