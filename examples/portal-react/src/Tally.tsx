import { useEffect, useState } from "react";
import { createAgreement, LoadError } from "split-tally";
import type { ExtractSummary } from "split-tally/element";
import "split-tally/element";

export function Tally() {
  const [agreement, setAgreement] = useState<string | null>(null);
  const [state, setState] = useState("starting");
  const [received, setReceived] = useState<ExtractSummary | null>(null);

  useEffect(() => {
    // A rehearsal: a real portal has the agreement that the parties made.
    createAgreement({ parties: ["North", "South"] }).then(
      ({ text }) => setAgreement(text),
      (error: unknown) => setState(error instanceof LoadError ? `${error.code}: ${error.directive ?? ""}` : String(error)),
    );
  }, []);

  return (
    <main>
      <h1>A React portal</h1>
      <p id="state">{received ? `${received.rows} rows of tokens from ${received.party}` : state}</p>
      {agreement !== null && (
        <split-tally job="prepare" receive="extract" agreement={agreement} ontally-status={({ detail }) => setState(detail.state)} ontally-extract={({ detail }) => setReceived(detail.summary)} />
      )}
    </main>
  );
}
