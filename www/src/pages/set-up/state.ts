// What has been decided while a project is set up. It lives as long as the tab.

import type { AgreementSummary, Recipient } from "../../core";

interface SetUp {
  parties: string[];
  template: string;
  /** The name of a preset. */
  matchKeys: string;
  /** Whether doubtful pairs are put to the organisations. */
  review: boolean;
  /** Empty when files are for the organisations themselves. */
  recipients: Recipient[];
  agreement?: { text: string; summary: AgreementSummary };
  key?: { bytes: Uint8Array<ArrayBuffer>; code: string; protected: boolean };
}

export const setUp: SetUp = { parties: [], template: "person", matchKeys: "own", review: false, recipients: [] };

/** What was made from an earlier answer no longer holds. */
export function forgetMade(): void {
  delete setUp.agreement;
  delete setUp.key;
}
