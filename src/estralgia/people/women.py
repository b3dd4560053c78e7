"""Women to simulate: who they are, and the seed of their chance."""

from dataclasses import dataclass, field

import numpy as np

from ..model.errors import InputError

LARGEST_ID = 2**32
MOST_IDS_SAID = 8  # one by one


class NoSuchWoman(InputError, IndexError):
    """Women who are not in a group were asked for."""


@dataclass(frozen=True, eq=False)
class Women:
    """Women to simulate: ids (n,), covariates name -> (n,) in the units of people.toml, and the seed of their chance.

    `given`: what is said of her and solved for, name -> (n,), NaN where chance decides: `joint_pain_before`, her worst
    pain before treatment, 0 to 10, and `estradiol`, her own level in pmol/L. The arrays cannot be changed.
    """

    ids: np.ndarray
    covariates: dict[str, np.ndarray]
    seed: int
    given: dict[str, np.ndarray] = field(default_factory=dict[str, np.ndarray])
    names: tuple[str, ...] = field(default=())

    def __post_init__(self):
        for array in (self.ids, *self.covariates.values(), *self.given.values()):
            array.flags.writeable = False

    def __len__(self):
        return len(self.ids)

    def __eq__(self, other):
        if not isinstance(other, Women) or (self.seed, self.names) != (other.seed, other.names):
            return False
        mine, theirs = ({"id": one.ids} | one.covariates | one.given for one in (self, other))
        return mine.keys() == theirs.keys() and all(np.array_equal(mine[n], theirs[n], equal_nan=True) for n in mine)

    __hash__ = None  # type: ignore[assignment]  # arrays have none

    def __getitem__(self, which) -> "Women":
        """Some of the women, each the same as before: women[17], women[:100], women[mask]."""
        try:
            is_nothing = not isinstance(which, slice) and np.size(which) == 0
            keep = np.atleast_1d(np.arange(len(self))[slice(0) if is_nothing else which])
        except (IndexError, TypeError) as error:
            where = f"women[{which!r}] of {len(self)}"
            raise NoSuchWoman("there are no such women", where, f"give places from 0 to {len(self) - 1}") from error
        names = tuple(self.names[i] for i in keep) if self.names else ()
        chosen = {name: value[keep] for name, value in self.covariates.items()}
        given = {name: value[keep] for name, value in self.given.items()}
        return Women(self.ids[keep], chosen, self.seed, given, names)

    def _repr_html_(self):
        """Their number and seed, and of each covariate the median and quartiles, a share, or the one woman's own."""
        import pandas

        rows = []
        for name, values in self.covariates.items():
            low, middle, high = (f"{value:.3g}" for value in np.quantile(values, [0.25, 0.5, 0.75]))
            row = {"covariate": name, "her own": middle}
            if len(self) > 1:
                is_share = set(values) <= {0, 1}  # yes or no
                row = {"covariate": name, "median": f"{100 * values.mean():.0f} % of them" if is_share else middle}
                row["quartiles"] = "" if is_share else f"{low} to {high}"
            rows.append(row)
        return f"<p>{self!r}</p>" + pandas.DataFrame(rows).to_html(index=False, border=0)

    def __repr__(self):
        if not len(self):
            return f"no women, seed {self.seed}"
        if len(self) == 1:
            return f"one woman (id {self.ids[0]}, seed {self.seed})"
        age, years = (np.median(self.covariates[name]) for name in ("age", "years_since_menopause"))
        return f"{len(self):,} women, median age {age:.0f}, {years:.0f} years since menopause, seed {self.seed}"


def said_ids(ids: np.ndarray) -> str:
    """The ids of women in words: "0 to 599", "7", "3, 7, 12", "512 numbers from 16 to 9004, e.g. 16, 47, 801"."""
    known = np.unique(ids).tolist()
    if len(known) > 2 and known[-1] - known[0] == len(known) - 1:
        return f"{known[0]} to {known[-1]}"
    if len(known) <= MOST_IDS_SAID:
        return ", ".join(map(str, known))
    few = ", ".join(map(str, known[:3]))
    return f"{len(known):,} numbers from {known[0]} to {known[-1]}, e.g. {few}"


def check_seed(seed):
    """Raises InputError for a seed that is no whole number from 0 to 2^64 - 1."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**64:
        raise InputError("a seed is a whole number from 0 to 2^64 - 1", f"seed = {seed!r}", "write e.g. seed=1")
