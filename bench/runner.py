# SPDX-License-Identifier: BSD-3-Clause
"""Measures cases: the rounds in which everybody takes turns, memory, errors."""
import statistics
import time

import cases
import machine
import plan
import workers

SETTLE = 0.03  # seconds: until idle threads of the last worker have stopped spinning
WARM_UP_POINTS = 500
FEWEST_ROUNDS = 3
PEER_ROUNDS = 3
LONGEST_CASE = 20  # seconds: a case that would take longer has fewer rounds
LONGEST_TURN = 8  # seconds: a peer that takes longer has one turn
SHORT = 0.02  # seconds: shorter work is repeated to last about so long
MOST_CALLS = {"reused": 1000000, "fresh": 2000, "fresh-huge": 200}  # in one turn
PRIMED_MORE = 2**29  # bytes, at most: not every page that was freed comes back
KEPT_SHARE, OWN_SHARE = 0.8, 0.9  # of the available memory: what all keep; what one may need

HARD_DATA = (cases.standard_normal, cases.far_from_origin, cases.near_duplicates,
             cases.distant_clusters)


class Measurement:
    """What is known of one contestant in one case."""

    def __init__(self, contestant):
        self.contestant = contestant
        self.status = "ok"
        self.seconds, self.extra, self.repeat = [], 0, 1
        self.facts = {}

    def take(self, answer):
        self.seconds.append(answer["seconds"])
        self.extra = max(self.extra, answer["extra_bytes"])
        self.facts.update({key: answer[key] for key in ("bound", "rows") if key in answer})

    def as_json(self):
        result = {**self.contestant._asdict(), "status": self.status, **self.facts}
        if self.status == "ok":
            result.update(
                median=statistics.median(self.seconds), min=min(self.seconds),
                max=max(self.seconds), seconds=self.seconds, repeat=self.repeat,
                extra_bytes=self.extra,
            )
        return result


def turns(contestant, case, rounds):
    """The rounds in which a contestant has its turn; for peers some, spread evenly."""
    if not plan.is_peer(contestant):
        return set(range(rounds))
    if contestant.task in plan.ONCE or plan.cost(contestant, case) > LONGEST_TURN:
        return {0}
    if rounds <= FEWEST_ROUNDS:
        return {0, rounds - 1}
    return {round(k * (rounds - 1) / (PEER_ROUNDS - 1)) for k in range(PEER_ROUNDS)}


class Runner:
    def __init__(self, options, children, progress, folder):
        self.options, self.children, self.progress = options, children, progress
        self.folder = folder

    def contestants(self, case):
        return [c for c in plan.contestants(case, self.options.threads)
                if c.worker in self.children]

    def rounds(self, case):
        """Fewer where they are long."""
        wanted = min(self.options.rounds, plan.ROUNDS.get(case.part, self.options.rounds))
        one = sum(plan.cost(c, case) for c in self.contestants(case) if not plan.is_peer(c))
        return max(min(wanted, FEWEST_ROUNDS), min(wanted, int(LONGEST_CASE / one)))

    def work(self, case):
        """Seconds that a case takes, roughly."""
        rounds = self.rounds(case)
        return plan.preparation(case) + sum(
            len(turns(c, case, rounds)) * plan.cost(c, case) for c in self.contestants(case)
        )

    def ask(self, measurement, problem, tell=False):
        """One run; an answer, or None and the contestant is out of this case."""
        worker = self.children[measurement.contestant.worker]
        line = problem.line(measurement.contestant, self.options.threads, measurement.repeat, tell)
        try:
            return worker.ask(line)
        except workers.WorkerError as failure:
            measurement.status = str(failure)
            return None

    def warm_up(self, measurements, case):
        """Everything on few points, twice: code, threads and BLAS's buffers are there then, and it
        is known how often short work must be repeated."""
        small = case._replace(m=min(case.m, WARM_UP_POINTS), n=min(case.n, WARM_UP_POINTS))
        problem = cases.Problem(small, self.folder)
        short = case.m * case.n <= 16 * WARM_UP_POINTS**2
        for measurement in measurements:
            contestant = measurement.contestant
            if contestant.task in plan.ONCE:
                continue
            answer = self.ask(measurement, problem) and self.ask(measurement, problem)
            if answer and short:
                one = answer["seconds"] * case.m * case.n / (small.m * small.n)
                calls = SHORT / max(one, 1e-9)
                measurement.repeat = int(min(max(calls, 1), MOST_CALLS[contestant.output]))
        problem.remove()

    def fit_into_memory(self, measurements, case):
        """Puts out who needs more memory than there is. Whether the others' reused outputs fit side
        by side."""
        available, size = machine.available_memory(), cases.bytes_of(case)
        kept, fresh = {}, 0
        for measurement in measurements:
            contestant = measurement.contestant
            need = plan.outputs(contestant) * size
            if need > OWN_SHARE * available:
                measurement.status = f"needs {need / 1e9:.1f} GB"
            elif contestant.output == "reused":
                # app2's buffers, in another order, come on top of those of app0 and app1
                share = 2 * need if contestant.task.startswith("app") else need
                kept[contestant.worker] = max(kept.get(contestant.worker, 0), share)
            else:
                fresh = max(fresh, need)
        # one more for the process that tells the memory of a first call
        return sum(kept.values()) + max(fresh, size) <= KEPT_SHARE * available

    def prime(self, contestant, case):
        """The memory that a fresh output will need, and somewhat more, is taken from the host of a
        virtual machine now, outside of the timing, in pages of the kind that will be asked for."""
        if contestant.output.startswith("fresh") and contestant.worker != "numpy":
            size = plan.outputs(contestant) * cases.bytes_of(case)
            size = min(size + min(size // 2, PRIMED_MORE), OWN_SHARE * machine.available_memory())
            self.children["limits"].ask(f"prime {plan.pages(contestant)} {int(size)}")

    def first_call(self, measurement, problem):
        """The memory that a process takes whose first call this is: buffers of BLAS and stacks of
        threads included, which later calls find in place."""
        contestant = measurement.contestant
        with self.children[contestant.worker].twin() as worker:
            try:
                answer = worker.ask(problem.line(contestant, self.options.threads))
            except workers.WorkerError as failure:
                measurement.status = str(failure)
                return
        measurement.facts["first_call_extra_bytes"] = answer["extra_bytes"]

    def turn(self, measurement, problem, tell):
        contestant = measurement.contestant
        if tell and plan.is_ours(contestant) and contestant.output == "reused":
            self.first_call(measurement, problem)
        time.sleep(SETTLE)
        self.prime(contestant, problem.case)
        answer = self.ask(measurement, problem, tell)
        if answer:
            measurement.take(answer)
            if tell:
                errors = problem.error(answer.get("variance", cases.VARIANCE))
                measurement.facts.update(zip(("error", "relative_error"), errors))

    def one_round(self, number, rounds, measurements, case, problem):
        first = number * 5 % len(measurements)  # nobody always follows the same neighbour
        for measurement in measurements[first:] + measurements[:first]:
            contestant = measurement.contestant
            if measurement.status != "ok" or number not in turns(contestant, case, rounds):
                continue
            tell = number == 0 and (not plan.is_limit(contestant) or contestant.task == "c-loop")
            self.turn(measurement, problem, tell)
            self.progress.step(plan.cost(contestant, case), " ".join(map(str, contestant)))

    def all_rounds(self, rounds, measurements, case, problem):
        """Everybody in turn; or all turns of one program after the other, where the reused outputs
        do not fit into memory side by side."""
        groups = [measurements]
        if not self.fit_into_memory(measurements, case):
            names = dict.fromkeys(m.contestant.worker for m in measurements)
            groups = [[m for m in measurements if m.contestant.worker == name] for name in names]
        for group in groups:
            for number in range(rounds):
                self.one_round(number, rounds, group, case, problem)
            self.drop()

    def run(self, case):
        """All rounds of one case, as JSON."""
        before = self.progress.done
        measurements = [Measurement(contestant) for contestant in self.contestants(case)]
        problem = cases.Problem(case, self.folder)
        rounds = self.rounds(case)
        if self.progress.is_late(60 * self.options.minutes):
            rounds = min(rounds, FEWEST_ROUNDS)
        self.warm_up(measurements, case)
        self.drop()
        self.all_rounds(rounds, measurements, case, problem)
        problem.remove()
        self.progress.skip(self.work(case) - (self.progress.done - before))
        self.progress.step(0, f"{cases.name_of(case)} done", line=True)
        return {
            **case._asdict(), "gamma": problem.gamma, "variance": cases.VARIANCE,
            "rounds": rounds, "results": [measurement.as_json() for measurement in measurements],
        }

    def hard(self, case, points):
        """The errors alone, on data of one kind."""
        problem = cases.Problem(case, self.folder, points)
        errors = {}
        for contestant in self.contestants(case):
            if contestant.output != "fresh" or plan.is_limit(contestant):
                continue
            measurement = Measurement(contestant)
            answer = self.ask(measurement, problem, tell=True)
            if answer:
                errors[contestant.task] = problem.error(answer.get("variance", cases.VARIANCE))
                if "bound" in answer:
                    errors["bound"] = answer["bound"]
        problem.remove()
        return {**case._asdict(), "data": points.__name__, "gamma": problem.gamma, "errors": errors}

    def drop(self):
        for worker in self.children.values():
            try:
                worker.ask("drop")
            except workers.WorkerError:
                pass  # it is out already, and the results say why
