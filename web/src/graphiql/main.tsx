import '../shared/tokens.css';
import '../shared/parts.css';
// Not graphiql/style.css: it is the same plus 360 kB of embedded fonts, and Daybook uses those of the system.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-explorer/style.css';
import 'graphiql/graphiql.css';
import './graphiql.css';
import './workers.ts';
import { createRoot } from 'react-dom/client';
import { byId } from '../shared/dom.ts';
import { applyTheme } from '../shared/preferences.ts';
import { Gate } from './gate.tsx';

applyTheme();
createRoot(byId('root', HTMLElement)).render(<Gate />);
