import { defineConfig } from "vite";

// Fixed file names: the templates name them, and the server sends them with an ETag.
export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  build: {
    outDir: "../src/accordingto/serve/static/dist",
    emptyOutDir: true,
    license: { fileName: "licences.md" }, // what the bundle contains travels with it
    target: "es2022",
    assetsInlineLimit: 0, // the pages allow no data: scripts, and a file is cached
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { main: "src/main.ts" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
});
