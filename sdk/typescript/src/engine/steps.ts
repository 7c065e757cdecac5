/** The engine as its parts see it: what changes something does so in a step. */
export interface Steps {
  /** Runs a task as a step, or as part of the one that runs. */
  step(task: () => void): void
  /** Runs a task as a step, after so many ms at the earliest. */
  later(ms: number, task: () => void): void
  /** Whether there is a socket to speak on. */
  ready(): boolean
}
