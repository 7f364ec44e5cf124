// The workspace lives on a websocket and a local cache; there is nothing to render on the server.
export const ssr = false;
export const prerender = false;
