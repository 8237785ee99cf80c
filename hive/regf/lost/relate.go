package lost

import (
	"cmp"
	"context"
	"slices"
)

// relate ties the records to each other: data to values, values to keys, keys to parents.
func (c *carver) relate(ctx context.Context) error {
	c.keyAt = placesOf(c.keys.len(), func(i int32) uint32 { return c.keys.at(int(i)).rel }, func(i int32) { c.keys.at(int(i)).gone = true })
	c.valAt = placesOf(c.values.len(), func(i int32) uint32 { return c.values.at(int(i)).rel }, func(i int32) { c.values.at(int(i)).gone = true })
	for i := range c.values.len() {
		c.findData(i)
	}
	for i := range c.keys.len() {
		c.findList(c.keys.at(i))
	}
	c.cutOverlaps()
	// Where two keys name the same value, it is more likely that of the later one.
	byTime := make([]int32, 0, c.keys.len())
	for i := range c.keys.len() {
		if !c.keys.at(i).gone {
			byTime = append(byTime, int32(i))
		}
	}
	slices.SortStableFunc(byTime, func(a, b int32) int {
		return cmp.Compare(c.keys.at(int(b)).rec.LastWrite(), c.keys.at(int(a)).rec.LastWrite())
	})
	for _, i := range byTime {
		c.findValues(c.keys.at(int(i)))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.findSlackValues()
	for i := range c.keys.len() {
		if !c.keys.at(i).gone {
			c.findPath(i)
		}
	}
	return ctx.Err()
}
