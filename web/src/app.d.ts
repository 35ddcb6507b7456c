declare global {
  interface ImportMetaEnv {
    /** Origin (and path) before `/api/v1`; empty when the server itself serves this app. */
    readonly VITE_API_BASE?: string;
  }
}

export {};
