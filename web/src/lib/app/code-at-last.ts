const AGAIN_MS = 2_000;

/** Fetches code without which a page shows nothing, until it is had; rejects when the page was left. */
export async function codeAtLast<T>(
  page: { readonly isStopped: boolean },
  fetch: () => Promise<T>,
): Promise<T> {
  try {
    return await fetch();
  } catch (error) {
    if (page.isStopped) throw error;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return codeAtLast(page, fetch);
  }
}
