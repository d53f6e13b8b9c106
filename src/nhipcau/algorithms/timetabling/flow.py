"""The cheapest circulation in a network, by scaling of costs, in whole numbers.

Source: A. V. Goldberg, "An Efficient Implementation of a Scaling Minimum-Cost Flow Algorithm",
Journal of Algorithms 22 (1997), with partial augmentation after P. Kovács, "Minimum-cost flow
algorithms: an experimental evaluation", Optimization Methods and Software 30 (2015).
"""

from typing import Any, NamedTuple

import numpy as np

from nhipcau.algorithms.compiling import compiled, compiled_inside

Array = np.ndarray[Any, np.dtype[Any]]
ALPHA = 12  # by how much the permitted error shrinks from one phase to the next
LONGEST_PATH = 4
_FAR = 1 << 60


class Network(NamedTuple):
    """Arcs in pairs of one and its reverse, sorted by the node where they begin.

    ``first[u]:first[u + 1]`` are the arcs of node ``u``; ``place`` tells where an arc, as it was
    given, stands among them.
    """

    first: Array
    head: Array
    reverse: Array
    cost: Array
    room: Array
    place: Array


class Progress(NamedTuple):
    """What a phase leaves behind when it is interrupted."""

    price: Array
    excess: Array
    current: Array
    queue: Array
    queued: Array
    state: Array  # head of the queue, its length, relabelings, next update, whether begun


@compiled
def _paired(tail: Array, head: Array, room: Array, cost: Array, nodes: int) -> Any:
    arcs = len(tail)
    first = np.zeros(nodes + 2, np.int32)
    for arc in range(arcs):
        first[tail[arc] + 2] += 1
        first[head[arc] + 2] += 1
    for node in range(nodes):
        first[node + 2] += first[node + 1]
    to = np.empty(2 * arcs, np.int32)
    reverse = np.empty(2 * arcs, np.int32)
    costs = np.empty(2 * arcs, np.int64)
    rooms = np.empty(2 * arcs, np.int32)
    place = np.empty(arcs, np.int32)
    for arc in range(arcs):
        there, back = first[tail[arc] + 1], first[head[arc] + 1]
        first[tail[arc] + 1] += 1
        if head[arc] == tail[arc]:
            back += 1
        first[head[arc] + 1] += 1
        to[there], to[back] = head[arc], tail[arc]
        reverse[there], reverse[back] = back, there
        costs[there], costs[back] = cost[arc], -cost[arc]
        rooms[there], rooms[back] = room[arc], 0
        place[arc] = there
    return first[: nodes + 1].copy(), to, reverse, costs, rooms, place


def network(tail: Array, head: Array, room: Array, cost: Array, nodes: int) -> Network:
    """A network without flow. ``cost`` counts in units of which ``nodes + 1`` make one whole."""
    return Network(
        *_paired(
            tail.astype(np.int32),
            head.astype(np.int32),
            room.astype(np.int32),
            cost.astype(np.int64),
            nodes,
        )
    )


def nothing_yet(nodes: int) -> Progress:
    """No prices and no excess anywhere."""
    return Progress(
        np.zeros(nodes, np.int64),
        np.zeros(nodes, np.int64),
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.bool_),
        np.zeros(5, np.int64),
    )


@compiled_inside
def _push_queue(progress: Progress, node: int) -> None:
    if not progress.queued[node]:
        progress.queued[node] = True
        size = len(progress.queue)
        progress.queue[(progress.state[0] + progress.state[1]) % size] = node
        progress.state[1] += 1


@compiled_inside
def _pop_queue(progress: Progress) -> int:
    node = progress.queue[progress.state[0]]
    progress.state[0] = (progress.state[0] + 1) % len(progress.queue)
    progress.state[1] -= 1
    progress.queued[node] = False
    return node


@compiled_inside
def _begin(net: Network, progress: Progress) -> None:
    """Fill every arc that pays; what then stands where is settled by the phase."""
    first, head, reverse, cost, room, _place = net
    price, excess = progress.price, progress.excess
    nodes = len(price)
    for tail in range(nodes):
        for arc in range(first[tail], first[tail + 1]):
            amount = room[arc]
            if amount > 0 and cost[arc] + price[tail] - price[head[arc]] < 0:
                room[arc] = 0
                room[reverse[arc]] += amount
                excess[tail] -= amount
                excess[head[arc]] += amount
    for node in range(nodes):
        progress.current[node] = first[node]
        if excess[node] > 0:
            _push_queue(progress, node)
    progress.state[2] = 0
    progress.state[3] = nodes
    progress.state[4] = 1


@compiled_inside
def _update_prices(net: Network, progress: Progress, error: int) -> None:
    """Set prices by the distance to the nearest node that lacks something, in ``error`` units."""
    first, head, reverse, cost, room, _place = net
    price, excess = progress.price, progress.excess
    nodes = len(price)
    most = ALPHA * nodes
    rank = np.full(nodes, most, np.int32)
    bucket = np.full(most + 1, -1, np.int32)
    after = np.full(nodes, -1, np.int32)
    before = np.full(nodes, -1, np.int32)
    done = np.zeros(nodes, np.bool_)
    missing = 0
    for node in range(nodes):
        if excess[node] > 0:
            missing += excess[node]
        elif excess[node] < 0:
            rank[node] = 0
            after[node] = bucket[0]
            if bucket[0] >= 0:
                before[bucket[0]] = node
            bucket[0] = node
    level = 0
    while level < most:
        node = bucket[level]
        if node < 0:
            level += 1
            continue
        bucket[level] = after[node]
        if after[node] >= 0:
            before[after[node]] = -1
        done[node] = True
        if excess[node] > 0:
            missing -= excess[node]
            if missing <= 0:
                break
        for arc in range(first[node], first[node + 1]):
            back = reverse[arc]
            other = head[arc]
            if room[back] == 0 or done[other] or rank[other] <= level:
                continue
            steps = (cost[back] + price[other] - price[node]) // error + 1
            steps = max(steps, 0)
            if level + steps >= rank[other]:
                continue
            if rank[other] < most:  # it leaves its old bucket
                if before[other] >= 0:
                    after[before[other]] = after[other]
                else:
                    bucket[rank[other]] = after[other]
                if after[other] >= 0:
                    before[after[other]] = before[other]
            its = np.int32(level + steps)
            rank[other] = its
            before[other] = -1
            after[other] = bucket[its]
            if bucket[its] >= 0:
                before[bucket[its]] = other
            bucket[its] = other
    for node in range(nodes):
        down = min(rank[node], level)
        if down > 0:
            price[node] -= error * down
            progress.current[node] = first[node]


@compiled
def refine(net: Network, progress: Progress, error: int, most_relabels: int) -> bool:
    """Go on with a phase; True when its flow is within ``error`` a unit of the cheapest.

    Returns False after some ``most_relabels`` changes of a price, to be called again.
    """
    first, head, reverse, cost, room, _place = net
    price, excess, current = progress.price, progress.excess, progress.current
    state = progress.state
    if state[4] == 0:
        _begin(net, progress)
    path = np.empty(LONGEST_PATH, np.int32)
    stop = state[2] + most_relabels
    while state[1] > 0:
        if state[2] >= stop:
            return False
        start = _pop_queue(progress)
        if excess[start] <= 0:
            continue
        length, tip = 0, start
        while length < LONGEST_PATH and excess[tip] >= 0:
            here = price[tip]
            least = _FAR
            found = -1
            for arc in range(current[tip], first[tip + 1]):
                if room[arc] > 0:
                    reduced = cost[arc] + here - price[head[arc]]
                    if reduced < 0:
                        found = arc
                        break
                    least = min(least, reduced)
            if found >= 0:
                current[tip] = found
                on_path = False
                for step in range(length):
                    if path[step] == found:
                        on_path = True
                if on_path:
                    break
                path[length] = found
                length += 1
                tip = head[found]
                continue
            for arc in range(first[tip], current[tip]):
                if room[arc] > 0:
                    least = min(least, cost[arc] + here - price[head[arc]])
            if length > 0:
                back = reverse[path[length - 1]]
                least = min(least, cost[back] + here - price[head[back]])
            price[tip] -= least + error
            current[tip] = first[tip]
            state[2] += 1
            if length > 0:
                length -= 1
                tip = head[reverse[path[length]]]
        node = start
        for step in range(length):
            arc = path[step]
            amount = min(np.int64(room[arc]), excess[node])
            if amount > 0:
                room[arc] -= amount
                room[reverse[arc]] += amount
                excess[node] -= amount
                other = head[arc]
                excess[other] += amount
            if excess[node] > 0:
                _push_queue(progress, node)
            node = head[arc]
        if excess[node] > 0:
            _push_queue(progress, node)
        if state[2] >= state[3]:
            _update_prices(net, progress, error)
            state[3] = state[2] + len(price)
    state[4] = 0
    return True
