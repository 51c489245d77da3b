"""The suite's measures by scikit-learn, scikit-image and SciPy, and by the formulas that disentanglement_lib uses.

Reads one JSON object from standard input and prints one, with the same names as `tests/peers/measures_test.ts`, which makes
the input, calls this script and compares. By hand: `python3 measures.py < input.json`. Needs numpy, scipy, scikit-learn and
scikit-image; exits with code 3 where one of them is missing.
"""
import json
import sys

try:
    import numpy as np
    from scipy import stats
    from skimage.metrics import structural_similarity
    from sklearn.decomposition import PCA
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.linear_model import Lasso, LinearRegression
    from sklearn.metrics import mutual_info_score, r2_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)


def binned(column, bins):
    """Bin numbers from 0, of equal width between the least and the largest value."""
    return np.clip(np.digitize(column, np.histogram(column, bins)[1][:-1]) - 1, 0, bins - 1)


def gap(values):
    one, two = np.sort(values)[::-1][:2]
    return one - two


def concentration(importance):
    """1 - entropy of each row's shares, in base of the number of shares."""
    return 1 - stats.entropy(importance, base=importance.shape[1], axis=1)


def dci(importance):
    """Disentanglement and completeness of D rows (codes) of F importances (factors)."""
    return {
        "disentanglement": float(np.sum(concentration(importance) * importance.sum(1) / importance.sum())),
        "completeness": float(np.mean(concentration(importance.T))),
    }


def information(factors, codes, bins):
    """Mutual information in nats: F rows of D."""
    return np.array([[mutual_info_score(binned(f, bins), binned(c, bins)) for c in codes] for f in factors])


def mutual_information_gap(factors, codes, bins):
    entropies = [mutual_info_score(binned(f, bins), binned(f, bins)) for f in factors]
    return float(np.mean([gap(row) / h for row, h in zip(information(factors, codes, bins), entropies)]))


def modularity(table):
    """Of F rows of D values: 1 - squares off a code's best factor over (F - 1) times the best one's."""
    squares = table.T ** 2
    best = squares.max(1)
    return float(np.mean(1 - (squares.sum(1) - best) / (best * (squares.shape[1] - 1))))


def r2_of_lines(factors, codes):
    line = lambda f, c: LinearRegression().fit(c[:, None], f).score(c[:, None], f)
    return np.array([[line(f, c) for c in codes] for f in factors])


def lasso(factors, codes, split, alpha):
    """|Coefficients| (D rows of F), and R2 of the held-out rows, with columns scaled on the training rows."""
    train, held = split["train"], split["heldOut"]
    x = StandardScaler().fit(codes[:, train].T)
    weights, scores = [], []
    for factor in factors:
        y = StandardScaler().fit(factor[train, None])
        model = Lasso(alpha=alpha, tol=1e-12, max_iter=100000)
        model.fit(x.transform(codes[:, train].T), y.transform(factor[train, None])[:, 0])
        weights.append(np.abs(model.coef_))
        truth = y.transform(factor[held, None])[:, 0]
        scores.append(r2_score(truth, model.predict(x.transform(codes[:, held].T))))
    return np.transpose(weights), scores


def forest(factors, codes, trees):
    """Importances in D rows of F."""
    make = lambda: RandomForestRegressor(n_estimators=trees, random_state=0)
    return np.transpose([make().fit(codes.T, factor).feature_importances_ for factor in factors])


def gaussian_total_correlation(covariance):
    return 0.5 * (np.sum(np.log(np.diag(covariance))) - np.linalg.slogdet(covariance)[1])


def polynomial(data):
    inputs, outputs = np.array(data["inputs"]), np.array(data["outputs"])
    model = make_pipeline(PolynomialFeatures(data["degree"]), LinearRegression()).fit(inputs, outputs)
    return model.predict(np.array(data["at"])).tolist()


def similarity(pair):
    one, other = (np.array(pair[name]).reshape(-1, pair["width"]) for name in ("target", "prediction"))
    options = dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1.0)
    return float(structural_similarity(one, other, **options))


def interval(values):
    ends = stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
    return [float(end) for end in ends]


def main():
    data = json.load(sys.stdin)
    factors, codes = np.array(data["factors"]), np.array(data["codes"])
    bins = data["bins"]
    table = information(factors, codes, bins)
    weights, held_out = lasso(factors, codes, data["split"], data["alpha"])
    tied = forest(factors, np.array(data["tied"]), data["trees"])
    shares = forest(np.array([data["mixed"]]), factors, data["trees"])
    pca = PCA().fit(codes.T)
    r2 = r2_of_lines(factors, codes)
    json.dump({
        "information": table.tolist(),
        "mig": mutual_information_gap(factors, codes, bins),
        "modularity": modularity(table),
        "r2": r2.tolist(),
        "sap": float(np.mean([gap(row) for row in r2])),
        "lasso": weights.tolist(),
        "lassoInformativeness": held_out,
        "lassoScores": dci(weights),
        "tied": tied.tolist(),
        "tiedScores": dci(tied),
        "mixedShares": shares[:, 0].tolist(),
        "axisShares": pca.explained_variance_ratio_.tolist(),
        "axes": pca.components_.tolist(),
        "totalCorrelation": gaussian_total_correlation(np.cov(codes)),
        "polynomial": polynomial(data["polynomial"]),
        "similarities": [similarity(pair) for pair in data["pairs"]],
        "intervals": [interval(values) for values in data["seeds"]],
    }, sys.stdout)


main()
