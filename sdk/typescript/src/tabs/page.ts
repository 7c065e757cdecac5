/** What a page tells of its life. */
export interface Page {
  readonly isVisible: boolean
  /**
   * @param listener.asleep it is being closed, or frozen: nothing runs here until it is awake, if ever
   * @returns what ends the subscription
   */
  subscribe(listener: { visible(): void; asleep(): void; awake(): void }): () => void
}

/** The page that this program runs in. */
export const browserPage: Page = {
  get isVisible() {
    return document.visibilityState === 'visible'
  },
  subscribe({ visible, asleep, awake }) {
    const seen = () => {
      if (document.visibilityState === 'visible') visible()
    }
    // `pagehide` comes also before a page is put aside, to be shown again by the back button.
    const ends = [
      listen(document, 'visibilitychange', seen),
      listen(document, 'freeze', asleep),
      listen(document, 'resume', awake),
      listen(window, 'pagehide', asleep),
      listen(window, 'pageshow', awake),
    ]
    return () => {
      for (const end of ends) end()
    }
  },
}

function listen(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener)
  return () => target.removeEventListener(event, listener)
}
