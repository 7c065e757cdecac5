import { type RefObject, useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type RowSource, ScrollModel, type Slice } from './ScrollModel.ts'

/** Rows are there this far beyond the screen, and are made when less than `MARGIN_PX` of that is left. */
const OVERSCAN_PX = 700
const MARGIN_PX = 350

export interface Scrolling {
  readonly model: ScrollModel
  readonly slice: Slice
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly content: RefObject<HTMLDivElement | null>
  readonly onScroll: () => void
  /** Brings the screen to where the model now says. */
  readonly settle: () => void
}

/**
 * Joins the model to a scroller with `column-reverse`. In `content` stand the elements of the slice in order: those with
 * `data-row` are rows, others (a day's heading) count to the row after them, unless they are `data-afloat`.
 */
export function useScrollModel(
  rows: RowSource,
  endIsNewest: boolean,
  onMoved: (model: ScrollModel) => void,
): Scrolling {
  const [model] = useState(() => new ScrollModel())
  const [, render] = useReducer((count: number) => count + 1, 0)
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  /** Where the scroller stood when it was looked at last: what differs from it is the reader's doing. */
  const seen = useRef(0)
  const moved = useRef(onMoved)

  model.reconcile(rows, endIsNewest)
  const slice = model.slice(OVERSCAN_PX)
  const shown = useRef(slice)

  const follow = useCallback(() => {
    const box = scroller.current
    if (box === null) return
    const offset = -box.scrollTop
    // A list that got shorter is moved by the browser, and the model knows that already.
    const expected = Math.min(seen.current, Math.max(0, box.scrollHeight - box.clientHeight))
    if (Math.abs(offset - expected) > 0.5) model.scrolled(model.offset + offset - expected)
    seen.current = offset
  }, [model])

  const settle = useCallback(() => {
    const box = scroller.current
    if (box === null || content.current === null) return
    follow()
    model.resized(box.clientHeight)
    measure(content.current, shown.current.start, model)
    model.settle()
    if (Math.abs(box.scrollTop + model.offset) > 0.5) {
      box.scrollTop = -model.offset
      seen.current = -box.scrollTop
    }
    if (!model.covers(shown.current, MARGIN_PX)) render()
    moved.current(model)
  }, [model, follow])

  const onScroll = useCallback(() => {
    follow()
    // What is on the screen already must not be blank in this frame; what is beyond it may take its time.
    if (!model.covers(shown.current, 0)) flushSync(render)
    else if (!model.covers(shown.current, MARGIN_PX)) render()
    moved.current(model)
  }, [model, follow])

  useLayoutEffect(() => {
    moved.current = onMoved
    shown.current = slice
    settle()
  })

  const observer = useRef<ResizeObserver>(null)
  useEffect(() => {
    observer.current = new ResizeObserver(settle)
    return () => observer.current?.disconnect()
  }, [settle])
  useEffect(() => {
    // One that is observed already is not told again. Those that left the document are dropped with it.
    if (scroller.current !== null) observer.current?.observe(scroller.current)
    if (content.current !== null) observer.current?.observe(content.current)
  })

  return { model, slice, scroller, content, onScroll, settle }
}

function measure(content: HTMLElement, start: number, model: ScrollModel): void {
  let index = start
  let heading = 0
  for (const child of content.children) {
    if (!(child instanceof HTMLElement) || child.dataset['afloat'] !== undefined) continue
    const { height } = child.getBoundingClientRect()
    if (child.dataset['row'] === undefined) heading += height
    else {
      model.measured(index++, height + heading)
      heading = 0
    }
  }
}
