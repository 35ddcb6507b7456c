import { tick, untrack } from 'svelte';
import { keyOf, Tree, type Opened, type PlacedItem, type TreeItem, type TreeModel } from './tree.ts';

const PAGE = 10;

/** Somebody on the way through a hall's tree: where they are, what is open, and where a key leads. */
export class TreeWalk {
  current = $state.raw<TreeItem>({ is: 'section', section: 0 });
  /** The element that has the items, each with its key as `data-key`. */
  list = $state<HTMLElement>();
  private opened = $state.raw<Opened>({ section: undefined, row: undefined });
  private readonly model: () => TreeModel;
  private readonly around: number;
  readonly tree: Tree = $derived.by(() => new Tree(this.model(), this.opened));
  /** A place that is no more, as after a change of the hall, gives way to the nearest. */
  private readonly place: number = $derived(
    Math.min(Math.max(0, this.tree.placeOf(this.current)), Math.max(0, this.tree.length - 1)),
  );

  /** @param around so many items on both sides of the current one exist in the page; the others are told by number */
  constructor(model: () => TreeModel, around: number) {
    this.model = model;
    this.around = around;
    untrack(() => (this.current = this.tree.at(0)?.item ?? this.current));
  }

  get placed(): PlacedItem | undefined {
    return this.tree.at(this.place);
  }

  get shown(): readonly PlacedItem[] {
    const items: PlacedItem[] = [];
    for (let at = Math.max(0, this.place - this.around); at <= this.place + this.around; at++) {
      const item = this.tree.at(at);
      if (item) items.push(item);
    }
    return items;
  }

  go(item: TreeItem | undefined): void {
    if (!item) return;
    this.current = item;
    void tick().then(() => {
      const element = this.list?.querySelector<HTMLElement>(`[data-key="${keyOf(item)}"]`);
      element?.focus();
      element?.scrollIntoView({ block: 'nearest' });
    });
  }

  open(item: TreeItem, isOpen: boolean): void {
    if (item.is === 'section') this.opened = { section: isOpen ? item.section : undefined, row: undefined };
    else if (item.is === 'row') this.opened = { ...this.opened, row: isOpen ? item.row : undefined };
  }

  /** Goes where the key leads in a tree. False: the key is none of those. */
  follow(key: string): boolean {
    const { tree, place, placed } = this;
    if (!placed) return false;
    const { item, isOpen } = placed;
    switch (key) {
      case 'ArrowDown':
        this.go(tree.at(place + 1)?.item);
        return true;
      case 'ArrowUp':
        this.go(tree.at(place - 1)?.item);
        return true;
      case 'PageDown':
        this.go(tree.at(Math.min(tree.length - 1, place + PAGE))?.item);
        return true;
      case 'PageUp':
        this.go(tree.at(Math.max(0, place - PAGE))?.item);
        return true;
      case 'Home':
        this.go(tree.at(0)?.item);
        return true;
      case 'End':
        this.go(tree.at(tree.length - 1)?.item);
        return true;
      case 'ArrowRight':
        if (isOpen === false) this.open(item, true);
        else if (isOpen) this.go(tree.at(place + 1)?.item);
        return true;
      case 'ArrowLeft':
        if (isOpen) this.open(item, false);
        else this.go(tree.parentOf(item));
        return true;
      default:
        return false;
    }
  }
}
