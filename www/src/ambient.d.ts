// What the build and the worker's surroundings provide, where no type package says so.

declare module "virtual:wasm" {
  /** The wasm module, gzipped, in base64. */
  const base64: string;
  export default base64;
}

declare module "virtual:worker" {
  /** The worker's script. */
  const source: string;
  export default source;
}

declare module "virtual:shell" {
  /** The addresses of the site's files, relative to the site. */
  export const shell: readonly string[];
  /** Another for other files. */
  export const version: string;
}

/** Where the core and its workers come from, by way of an alias of the build: `engine.ts` for the page, others for the npm package. */
declare module "split-tally-engine" {
  export const compiledCore: () => Promise<import("./jobs").CoreCode>;
  /** Called only after `compiledCore` has come true. */
  export const startWorker: () => Worker;
}

/** The glue that wasm-bindgen makes, by way of an alias of the build. */
declare module "split-tally-core" {
  type Core = import("./core").Core;
  export function initSync(options: { module: WebAssembly.Module | BufferSource }): unknown;
  export const version: Core["version"];
  export const templates: Core["templates"];
  export const match_key_presets: Core["match_key_presets"];
  export const agreement_new: Core["agreement_new"];
  export const agreement_renew: Core["agreement_renew"];
  export const agreement_check: Core["agreement_check"];
  export const agreement_assessment: Core["agreement_assessment"];
  export const key_new: Core["key_new"];
  export const key_check: Core["key_check"];
  export const key_destruction: Core["key_destruction"];
  export const identity_new: Core["identity_new"];
  export const identity_check: Core["identity_check"];
  export const file_columns: Core["file_columns"];
  export const mapping_save: Core["mapping_save"];
  export const mapping_open: Core["mapping_open"];
  export const file_look: Core["file_look"];
  export const preview: Core["preview"];
  export const Preparation: Core["Preparation"];
  export const inspect: Core["inspect"];
  export const extract_check: Core["extract_check"];
  export const match_plan: Core["match_plan"];
  export const rejoin: Core["rejoin"];
  export const review_questions: Core["review_questions"];
  export const review_answers: Core["review_answers"];
  export const answers_check: Core["answers_check"];
  export const links_check: Core["links_check"];
  export const crosswalk_check: Core["crosswalk_check"];
  export const Matching: Core["Matching"];
  export type Matching = InstanceType<Core["Matching"]>;
  export const Viewing: Core["Viewing"];
  export const MatchHelper: Core["MatchHelper"];
  export const Tables: Core["Tables"];
  export const ViewPlaces: Core["ViewPlaces"];
  export const area_names: Core["area_names"];
  export const rehearsal: Core["rehearsal"];
  export const rehearsal_of_incidents: Core["rehearsal_of_incidents"];
}

/** Exists in workers only. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}
