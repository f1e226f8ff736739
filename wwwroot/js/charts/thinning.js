// Fewer points for drawing, never for an export: smallest, largest and last of each bucket, and buckets as wide as the axis shows them.

/** Most points of a curve that are drawn. */
export const MOST_POINTS = 300;

/**
 * Never a random sample, which would hide spikes. On a logarithmic axis buckets are logarithmic too, and what is not above 0 has no place.
 * @template T
 * @param {T[]} points by rising x
 * @param {(point: T) => number} x
 * @param {(point: T) => number} y
 * @param {boolean} isLog whether the x axis is logarithmic
 * @param {number} most points to keep
 * @returns {T[]}
 */
export function thin(points, x, y, isLog = false, most = MOST_POINTS) {
  const placed = isLog ? points.filter((point) => x(point) > 0) : points;
  if (placed.length <= most) {
    return placed;
  }

  const place = (/** @type {T} */ point) => (isLog ? Math.log(x(point)) : x(point));
  const count = Math.floor(most / 3);
  const first = place(placed[0]);
  const width = (place(placed[placed.length - 1]) - first) / count || 1;
  /** @type {T[][]} */
  const buckets = Array.from({ length: count }, () => []);
  placed.forEach((point) => buckets[Math.min(count - 1, Math.floor((place(point) - first) / width))].push(point));
  return buckets.flatMap((bucket) => {
    const least = bucket.reduce((a, b) => (y(b) < y(a) ? b : a), bucket[0]);
    const most = bucket.reduce((a, b) => (y(b) > y(a) ? b : a), bucket[0]);
    const kept = new Set([least, most, bucket[bucket.length - 1]]);
    return bucket.filter((point) => kept.has(point));
  });
}
