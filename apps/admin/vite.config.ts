import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a gateway: the one that `npm start` runs. */
const gateway = process.env.POSTERN_URL ?? 'http://localhost:3400';

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 900 },
  server: { port: 3402, proxy: { '/v1': gateway, '/health': gateway, '/openapi.json': gateway } },
});
