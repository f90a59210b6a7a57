// Whether something of the page around lies over a part of this one. Chromium says so (Intersection Observer v2); other browsers do not.

export type Seen = "visible" | "covered" | "not told";

/** The least that browsers allow between two looks. */
const DELAY_MS = 100;
/** What is uncovered for a press alone has not been seen by anybody. */
const SEEN_FOR_MS = 500;

type ObserverOptions = IntersectionObserverInit & { trackVisibility: boolean; delay: number };
type Entry = IntersectionObserverEntry & { isVisible?: boolean };

/** Watches a part of the page. The function it gives says how it has been seen of late. */
export function watchSeen(target: Element): () => Seen {
  if (typeof IntersectionObserverEntry !== "function" || !("isVisible" in IntersectionObserverEntry.prototype)) return () => "not told";
  let visibleSince: number | null = null;
  const observer = new IntersectionObserver(
    (entries) => {
      const visible = (entries.at(-1) as Entry | undefined)?.isVisible === true;
      visibleSince = visible ? (visibleSince ?? performance.now()) : null;
    },
    { threshold: [0.9, 1], trackVisibility: true, delay: DELAY_MS } as ObserverOptions,
  );
  observer.observe(target);
  return () => (visibleSince !== null && performance.now() - visibleSince >= SEEN_FOR_MS ? "visible" : "covered");
}
