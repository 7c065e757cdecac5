import type { ParleyClient, Readable, Timeline, TimelineState } from '@parley/client'
import { useMemo } from 'react'
import { useParley } from './provider.js'
import { useReadable } from './readable.js'

export interface TimelineView extends TimelineState {
  /** The page before the first. Does nothing when there is none or one is on its way. */
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  jumpTo(target: 'latest' | { readonly messageId: string }): Promise<void>
}

const NOT_OPEN: TimelineState = {
  messages: [],
  outgoing: [],
  hasOlder: false,
  hasNewer: false,
  loading: 'jump',
  error: null,
}

/** The window of a conversation, opened while the component is there. The functions stay the same for one conversation. */
export function useTimeline(conversationId: string): TimelineView {
  const client = useParley()
  const shown = useMemo(() => new ShownTimeline(client, conversationId), [client, conversationId])
  const state = useReadable(shown)
  return useMemo(() => ({ ...state, ...shown.actions }), [state, shown])
}

/**
 * Opens the timeline with the first subscription and closes it with the last. Rendering itself may not open one: React
 * throws renders away, and in StrictMode does each twice, without telling.
 */
class ShownTimeline implements Readable<TimelineState> {
  readonly actions = {
    loadOlder: async (): Promise<void> => this.#timeline?.loadOlder(),
    loadNewer: async (): Promise<void> => this.#timeline?.loadNewer(),
    jumpTo: async (target: Parameters<Timeline['jumpTo']>[0]): Promise<void> => this.#timeline?.jumpTo(target),
  }
  #timeline: Timeline | null = null
  #subscriptions = 0

  constructor(
    private readonly client: ParleyClient,
    private readonly conversationId: string,
  ) {}

  get(): TimelineState {
    return this.#timeline?.get() ?? NOT_OPEN
  }

  subscribe(listener: () => void): () => void {
    const timeline = this.#timeline ?? this.client.timeline(this.conversationId)
    this.#timeline = timeline
    this.#subscriptions++
    const unsubscribe = timeline.subscribe(listener)
    return () => {
      unsubscribe()
      if (--this.#subscriptions > 0) return
      this.#timeline = null
      timeline.close()
    }
  }
}
