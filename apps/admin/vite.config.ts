import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a gateway: the one that `npm start` runs. */
const target = process.env.POSTERN_URL ?? 'http://localhost:3400';
/** With the host that the browser named: the gateway takes no page of another. */
const gateway = { target, changeOrigin: false };

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 900 },
  // CommonJS of our own: a build reads it as it is, the server for development must be told.
  optimizeDeps: { include: ['@postern/core'] },
  server: {
    port: 3402,
    proxy: { '/v1': gateway, '/media': gateway, '/health': gateway, '/openapi.json': gateway },
  },
});
