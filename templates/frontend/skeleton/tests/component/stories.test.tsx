import { composeStories } from '@storybook/react-vite';
import { render } from '@testing-library/react';
import type { ComponentType } from 'react';
import { describe, expect, test } from 'vitest';
import * as preview from '../../.storybook/preview.tsx';
import { expectAccessible } from '../support/expectAccessible.ts';

type StoryFile = Parameters<typeof composeStories>[0];

const files = import.meta.glob<StoryFile>('../../src/**/*.stories.tsx', { eager: true });

test('there are stories', () => {
  expect(Object.keys(files).length).toBeGreaterThanOrEqual(4);
});

describe.each(Object.entries(files))('%s', (_file, stories) => {
  const composed = composeStories(stories, preview.default) as Record<string, ComponentType>;
  test.each(Object.entries(composed))('%s renders and is accessible', async (_name, Story) => {
    const { container } = render(<Story />);
    expect(container.textContent).not.toBe('');
    await expectAccessible(container);
  });
});
