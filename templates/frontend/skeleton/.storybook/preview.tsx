import '../src/styles.css';
import type { Preview } from '@storybook/react-vite';
import { MemoryRouter } from 'react-router';

const preview: Preview = {
  decorators: [
    (Story) => (
      <MemoryRouter>
        <Story />
      </MemoryRouter>
    ),
  ],
  parameters: {
    // What axe finds is an error, here and in tests/component/stories.test.tsx.
    a11y: { test: 'error' },
    layout: 'padded',
  },
};

export default preview;
