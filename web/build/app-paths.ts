import type { Plugin } from 'vite';

/** Answers the application's addresses with its page while developing, as handler.go does. */
export function appPaths(): Plugin {
  return {
    name: 'daybook-app-paths',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = request.url?.split('?')[0] ?? '';
        if (path === '/sign-in' || path === '/graphiql') request.url = `${path}/index.html`;
        else if (/^\/(?!graphql|auth|@|node_modules)[a-z/]*$/.test(path)) request.url = '/app/index.html';
        next();
      });
    },
  };
}
