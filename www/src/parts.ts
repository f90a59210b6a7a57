// Which parts of divided work are still to do, who has which, and which are done.

/** A part is given to another when its worker has been at it for this long, and for this many times the longest that a part has taken. */
const PATIENCE_MS = 2000;
const PATIENCE_TIMES = 3;

export class Parts<Worker> {
  private next = 0;
  private readonly returned: number[] = [];
  private readonly done = new Set<number>();
  private readonly held = new Map<Worker, { part: number; since: number }>();
  private longest = 0;

  constructor(readonly total: number) {}

  get left(): number {
    return this.total - this.done.size;
  }

  /**
   * A part for a worker that has none: one that nobody has, or else one whose worker has been silent for suspiciously long. Doing a part twice
   * does no harm, and waiting for a worker that is no more would never end.
   */
  take(worker: Worker, now: number): number | undefined {
    const part = this.returned.pop() ?? (this.next < this.total ? this.next++ : this.overdue(now));
    if (part !== undefined) this.held.set(worker, { part, since: now });
    return part;
  }

  /** Whether the part had not been done before. */
  finish(worker: Worker, part: number, now: number): boolean {
    const held = this.held.get(worker);
    if (held?.part === part) {
      this.longest = Math.max(this.longest, now - held.since);
      this.held.delete(worker);
    }
    if (this.done.has(part)) return false;
    this.done.add(part);
    return true;
  }

  /** The worker is no more: its part is to do again, unless another has it too. */
  lose(worker: Worker): void {
    const held = this.held.get(worker);
    this.held.delete(worker);
    if (held === undefined || this.done.has(held.part)) return;
    for (const { part } of this.held.values()) if (part === held.part) return;
    this.returned.push(held.part);
  }

  private overdue(now: number): number | undefined {
    const patience = Math.max(PATIENCE_MS, PATIENCE_TIMES * this.longest);
    const since = new Map<number, number>();
    for (const { part, since: from } of this.held.values()) {
      if (!this.done.has(part)) since.set(part, Math.max(from, since.get(part) ?? 0));
    }
    return [...since].find(([, from]) => now - from > patience)?.[0];
  }
}
