import { createApp } from '@backstage/frontend-defaults';
import { homeModule } from './home/homeModule';
import { lookModule } from './look/lookModule';
import { shellModule } from './shell/shellModule';
import { signInModule } from './signIn/signInModule';

export default createApp({
  features: [lookModule, shellModule, signInModule, homeModule],
});
