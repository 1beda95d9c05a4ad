import type { Meta, StoryObj } from '@storybook/react-vite';
import { Loading } from './Loading.tsx';

const meta = { component: Loading } satisfies Meta<typeof Loading>;

export default meta;

export const OnItsWay: StoryObj<typeof meta> = {};
