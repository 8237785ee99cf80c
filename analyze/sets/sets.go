// Package sets finds out what belongs together.
package sets

// By groups the numbers from 0 to n-1: two that share an identity are of one group, and so are two that a
// chain of such numbers joins. It returns for each number the smallest one of its group.
func By[ID comparable](n int, ids func(i int) []ID) []int {
	group := make([]int, n) // a forest: group[i] is another number of the group, i itself for the smallest
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	first := map[ID]int{}
	for i := range group {
		group[i] = i
		for _, id := range ids(i) {
			j, met := first[id]
			if !met {
				first[id] = i
				continue
			}
			a, b := root(i), root(j)
			group[max(a, b)] = min(a, b)
		}
	}
	for i := range group {
		group[i] = root(i)
	}
	return group
}
