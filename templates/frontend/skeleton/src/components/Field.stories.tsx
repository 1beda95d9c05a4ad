import type { Meta, StoryObj } from '@storybook/react-vite';
import { Field } from './Field.tsx';

const meta = {
  component: Field,
  args: { label: 'Title', children: (control) => <input {...control} defaultValue="Minutes" /> },
} satisfies Meta<typeof Field>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Plain: Story = {};

export const WithHint: Story = { args: { hint: 'What the list shows.' } };

export const Wrong: Story = { args: { hint: 'What the list shows.', error: 'Give it a title.' } };
