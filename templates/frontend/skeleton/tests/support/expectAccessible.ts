import axe from 'axe-core';
import { expect } from 'vitest';

/**
 * Fails on what axe finds serious or critical. Colours are looked at in the browser tests: here nothing is
 * painted.
 */
export async function expectAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, {
    rules: { 'color-contrast': { enabled: false } },
  });
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(grave).toEqual([]);
}
