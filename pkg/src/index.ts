// What `import … from "split-tally"` gives; "split-tally/inline" gives the same.

export { checkCode, columns, createAgreement, inspect, load, match, newKey, newReceivingKey, openAgreement, prepare, rejoin, templates, view } from "./api";
export type { Agreement, AgreementInput, AgreementOptions, JobControl, LoadOptions, Matched, MatchOptions, Prepared, PrepareOptions, RejoinOptions, Rejoined, Viewed, ViewOptions } from "./api";
export { CancelledError, LoadError, RefusedError, SplitTallyError, StoppedError, UsageError } from "./errors";
export type { FileInput, Input, KeyInput, NamedInput } from "./inputs";
export type { WorkerKind } from "./ladder";
export type {
  AgreementField,
  AgreementSummary,
  ColumnSuggestion,
  ColumnUse,
  CombinedView,
  Delimiter,
  Disclosure,
  FieldQuality,
  FileColumns,
  Finding,
  InspectReport,
  JoinCount,
  MappingRequest,
  MatchReport,
  ModelReport,
  Progress,
  QualityReport,
  ReadingReport,
  ReadOptions,
  Recipient,
  RejoinRecord,
  Results,
  ReviewFile,
  Role,
  RunRecord,
  Template,
  TextEncoding,
} from "../../www/src/core";
