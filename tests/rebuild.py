"""The model of `assets/model.md`, rebuilt from that page alone: `rebuild.py CASES.json` prints what every case comes to, as JSON.

Sections and symbols are those of the page. A blood is an array of its parts, a flow is the same per minute. Volumes mL, times min, flows
mL/min, cells 10⁹, counts 10⁹/L, densities g/mL, cell volumes fL, citrate and calcium mmol, unless a name says otherwise.
"""

import json
import sys
from math import exp, expm1, log, log10, pi, sqrt

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import ndtr

CLASSES = ["neutrophil", "immature_granulocyte", "lymphocyte", "monocyte", "blast", "cd34"]
MONONUCLEAR = [2, 3, 5]

# --- 1. State ---------------------------------------------------------------------------------------------------------------------------

PLASMA, PROTEIN, RED_CELLS, PLATELETS, CITRATE = range(5)
WHITE_CELLS = slice(5, 11)
PARTS = 11

PATIENT, SET, BAG, LOST = (slice(place * PARTS, (place + 1) * PARTS) for place in range(4))
RESERVES = slice(44, 50)
SPLEEN, CALCIUM, BONE, TISSUES, CLEARED = range(50, 55)
STATE_SIZE = 55


def blood(plasma=0.0, protein=0.0, red_cells=0.0, citrate=0.0):
    """A blood, or a flow, without white cells and platelets."""
    parts = np.zeros(PARTS)
    parts[PLASMA], parts[PROTEIN], parts[RED_CELLS], parts[CITRATE] = plasma, protein, red_cells, citrate
    return parts


def volume_of_parts(cell_volume_fl):
    """What one unit of each part fills, mL: the volume of a blood is `parts @ volume_of_parts`."""
    volumes = np.zeros(PARTS)
    volumes[[PLASMA, RED_CELLS]] = 1.0
    volumes[WHITE_CELLS] = 0.001 * cell_volume_fl
    return volumes


# --- 2. The patient before --------------------------------------------------------------------------------------------------------------

DENSITY = np.array([1.0864, 1.0785, 1.0681, 1.0661, 1.0624, 1.0635])
DENSITY_SD = np.array([0.004, 0.004, 0.004, 0.004, 0.005, 0.003])
USUAL_OF_CLASS = {
    "patient.white_cells_e9_per_l": [0, 0, 0, 0, 0, 0],
    "patient.cell_volume_fl": [330, 380, 210, 420, 350, 250],
    "patient.refill_ratio": [2, 0.5, 50, 3.5, 1, 50],
    "patient.refill_half_time_min": [10, 120, 40, 10, 20, 40],
}
USUAL = {
    "patient.blood_volume_ml": None,
    "patient.pregnancy": "NotPregnant",
    "patient.mean_red_cell_volume_fl": 90,
    "patient.ionized_calcium_mmol_l": 1.22,
    "patient.citrate_clearance_ml_min_kg": 9.8,
    "patient.spleen_platelet_ratio": 0.5,
    "machine.set_volume_ml": 190,
    "machine.prime": "Saline",
    "machine.prime_hematocrit_percent": 40,
    "machine.collect_flow_ml_min": 1,
    "machine.interface_position": 0,
    "machine.interface_control": "Followed",
    "machine.product_hematocrit_percent": 3,
    "machine.packing_factor": 4.5,
    "machine.hydroxyethyl_starch": False,
    "machine.interface_time_min": 5,
    "machine.anticoagulant_limit_ml_min_per_l": 0.8,
    "machine.hold_to_anticoagulant_limit": False,
    "machine.rinse_back": "Automatic",
    "machine.rinse_back_ml": 125,
    "machine.bag_capacity_ml": 1000,
    "procedure.inlet_flow_ml_min": 50,
    "procedure.anticoagulant_ratio": 12,
    "procedure.anticoagulant_citrate_mmol_l": 112.8,
    "procedure.duration_min": 180,
    "procedure.replacement_fluid": "Saline",
    "procedure.replacement_flow_ml_min": 0,
    "procedure.calcium_infusion_mmol_h": 0,
    "procedure.blood_samples_ml": 0,
    "procedure.bleeding_ml_min": 0,
    "procedure.draw": "Running",
}


def in_force(given):
    """All settings by path, usual where not given; those of the classes of white cell as one array."""
    settings = {**USUAL, **given}
    for path, usual in USUAL_OF_CLASS.items():
        settings[path] = np.array([given.get(f"{path}.{name}", value) for name, value in zip(CLASSES, usual)], float)
    return settings


def estimated_blood_volume(male, age_years, weight_kg, height_m):
    """Nadler from 15 years, below that Linderkamp; mL."""
    if age_years >= 15:
        if male:
            return 1000 * (0.3669 * height_m**3 + 0.03219 * weight_kg + 0.6041)
        return 1000 * (0.3561 * height_m**3 + 0.03308 * weight_kg + 0.1833)
    if age_years < 2:
        a, b, c = 0.7891, 0.004132, 1.8117
    elif male or age_years < 7:
        a, b, c = 0.6459, 0.002743, 2.0324
    else:
        a, b, c = 0.6412, 0.001270, 2.2169
    return 10 ** (a * log10(weight_kg) + b * 100 * height_m + c)


class Patient:
    """What stays the same about a patient during a run."""

    def __init__(self, settings):
        self.weight = settings["patient.weight_kg"]
        estimate = estimated_blood_volume(
            settings["patient.sex"] == "Male", settings["patient.age_years"], self.weight, settings["patient.height_m"]
        )
        own = settings["patient.blood_volume_ml"]
        self.volume_before = estimate if own is None else own  # V₀
        self.usual_volume = min(estimate, self.volume_before)  # Vu
        self.cell_volume_fl = settings["patient.cell_volume_fl"]
        self.volumes = volume_of_parts(self.cell_volume_fl)
        self.reserve_ratio = settings["patient.refill_ratio"]
        self.half_time = settings["patient.refill_half_time_min"]
        self.spleen_ratio = settings["patient.spleen_platelet_ratio"]
        self.clearance_l_min = settings["patient.citrate_clearance_ml_min_kg"] * self.weight / 1000
        self.calcium_before = settings["patient.ionized_calcium_mmol_l"]  # i₀
        self.mean_red_cell_volume_fl = settings["patient.mean_red_cell_volume_fl"]

        count = settings["patient.white_cells_e9_per_l"]
        leukocrit = sum(count * self.cell_volume_fl) * 1e-6
        red_cells = self.volume_before * settings["patient.hematocrit_percent"] / 100
        plasma = self.volume_before * (1 - leukocrit) - red_cells
        self.blood_before = blood(plasma, plasma, red_cells)
        self.blood_before[WHITE_CELLS] = count * self.volume_before / 1000
        self.blood_before[PLATELETS] = settings["patient.platelets_e9_per_l"] * self.volume_before / 1000
        self.protein_before = plasma  # Pr₀
        # Rates of exchange with the reserves, 1/min; a small reserve does not count (section 3).
        self.exchange = np.where(self.reserve_ratio < 0.05, 0.0, log(2) / self.half_time)
        self.spleen_exchange = 0.0 if self.spleen_ratio < 0.05 else log(2) / 10

    def volume(self, parts):
        """Volume of a blood, mL."""
        return parts @ self.volumes


def prime(settings):
    """What the set holds at t = 0."""
    volume = settings["machine.set_volume_ml"]
    match settings["machine.prime"]:
        case "Saline":
            return blood(plasma=volume)
        case "Albumin":
            return blood(plasma=volume, protein=volume)
        case "RedCells":
            hematocrit = settings["machine.prime_hematocrit_percent"] / 100
            return blood(plasma=volume * (1 - hematocrit), red_cells=volume * hematocrit)


def state_before(patient, settings):
    state = np.zeros(STATE_SIZE)
    state[PATIENT] = patient.blood_before
    state[SET] = prime(settings)
    state[RESERVES] = patient.reserve_ratio * patient.blood_before[WHITE_CELLS]
    state[SPLEEN] = patient.spleen_ratio * patient.blood_before[PLATELETS]
    return state


# --- 3. What the body does by itself ----------------------------------------------------------------------------------------------------


def citrate_concentration(patient, state):
    """C, mmol/L."""
    return state[CITRATE] / (0.45 * patient.weight)


def ionized_calcium(patient, state):
    """i, mmol/L."""
    kappa, h = 2.5, 1.4
    calcium_free = state[PLASMA] - state[PROTEIN] + state[TISSUES]
    total = (h * patient.calcium_before + state[CALCIUM] / (0.25 * patient.weight)) / (1 + calcium_free / (250 * patient.weight))
    b = h + kappa * (citrate_concentration(patient, state) - total)
    return (sqrt(b * b + 4 * h * kappa * total) - b) / (2 * h * kappa)


def soft(x, volume_before):
    """[x]₊ without its kink, mL."""
    exponent = -x / (0.005 * volume_before)
    return x / (1 + exp(exponent)) if exponent < 700 else 0.0


def add_body(patient, state, rates):
    """Adds what the body does by itself to the rates of the state."""
    parts, volume = state[PATIENT], patient.volume(state[PATIENT])
    v0, vu = patient.volume_before, patient.usual_volume

    with_reserve = patient.exchange > 0
    mobile = np.divide(state[RESERVES], patient.reserve_ratio, out=np.zeros(6), where=with_reserve)
    recruited = patient.exchange * (mobile - parts[WHITE_CELLS] * v0 / volume)
    rates[WHITE_CELLS] += recruited
    rates[RESERVES] -= recruited
    if patient.spleen_exchange > 0:
        released = patient.spleen_exchange * (state[SPLEEN] / patient.spleen_ratio - parts[PLATELETS] * v0 / volume)
        rates[PLATELETS] += released
        rates[SPLEEN] -= released

    held = soft(parts[PROTEIN] - patient.protein_before, v0)
    refill = 0.0075 * max(1 - volume / vu, 0) ** 2 * vu
    leak = 0.0135 * parts[PLASMA] / patient.protein_before * soft(volume - v0 - held, v0)
    rates[PLASMA] += refill - leak
    rates[TISSUES] -= refill - leak

    burned = citrate_concentration(patient, state) * patient.clearance_l_min
    rates[CITRATE] -= burned
    rates[CLEARED] += burned

    fall = max(1 - ionized_calcium(patient, state) / patient.calcium_before, 0)
    rates[BONE] += (0.005 * patient.weight * fall - state[BONE]) / 120
    rates[CALCIUM] += state[BONE] - 0.0116 * state[CALCIUM]


# --- 5. The separator -------------------------------------------------------------------------------------------------------------------

STOKES_AT_1_G = 9.81 / (18 * 1.2e-3)  # velocity per d²·Δρ in plasma, SI


def fit(demand, capacity):
    """Share of a demand that finds room."""
    if demand <= 0:
        return 1.0
    if capacity <= 0:
        return 0.0
    return (1 + (demand / capacity) ** 3) ** (-1 / 3)


class Separator:
    """The separator with the settings of one segment."""

    def __init__(self, patient, settings, inlet_flow):
        self.patient, self.inlet_flow = patient, inlet_flow
        self.collect_flow = settings["machine.collect_flow_ml_min"]
        starch = settings["machine.hydroxyethyl_starch"]
        # 1 g-force
        packing_factor = settings["machine.packing_factor"]
        wanted_g = 400 * packing_factor * inlet_flow / (4.5 * 50)
        self.g_force = min(wanted_g, 900)
        packing = packing_factor * self.g_force / wanted_g
        # 2 bed
        self.bed_hematocrit = 0.80 * expm1(-packing / 2) / expm1(-4.5 / 2)
        if starch:
            self.bed_hematocrit = min(self.bed_hematocrit + 0.115, 0.96)
        bed_density = self.bed_hematocrit * 1.096 + (1 - self.bed_hematocrit) * 1.026
        # 3 floating
        t = (bed_density - DENSITY) / DENSITY_SD
        rise = DENSITY_SD * (np.exp(-t * t / 2) / sqrt(2 * pi) + t * ndtr(t))
        self.odds = 2.7 * (patient.cell_volume_fl / 210) ** (2 / 3) * rise / 0.0139 / (0.385 * (1 - 0.385))
        # 4 layers
        self.depth = 0.9 * (DENSITY - 1.066) / (1.0864 - 1.066)
        self.control = settings["machine.interface_control"]
        if self.control == "ByColor":
            self.position = log(settings["machine.product_hematocrit_percent"] / 100 / 0.02) / 1.6
        else:
            self.position = settings["machine.interface_position"]
        self.placed_by = (self.position, packing_factor, starch)
        self.share_when_placed = None  # s₀
        # 5 platelets, 6 product
        time_per_depth = 90 / inlet_flow * 60 / 0.008
        self.platelet_settling = (2.6e-6) ** 2 * 27 * STOKES_AT_1_G * self.g_force * time_per_depth
        gain = 2.5 * (2.0 if starch else 1.0)
        self.red_cell_settling = gain * (5.56e-6) ** 2 * 1000 * (1.096 - 1.026) * STOKES_AT_1_G * self.g_force * time_per_depth

    def share(self, hematocrit):
        """s, the bed's share of the channel."""
        return min(max(hematocrit / self.bed_hematocrit, 0.02), 0.9)

    def place_port(self, before, hematocrit):
        """Places the port, or leaves it where it is; `before` is the separator of the segment before, if it collected."""
        kept = before is not None and before.placed_by == self.placed_by
        self.share_when_placed = before.share_when_placed if kept else self.share(hematocrit)

    def separate(self, hematocrit):
        """Steps 2 to 6: shares of white cells and of platelets that come to the port, and the product's hematocrit."""
        share, blur = self.share(hematocrit), 0.30
        odds = self.odds * hematocrit * (1 - hematocrit)
        floating = odds / (1 + odds)
        port = self.position
        if self.control == "Fixed":
            port += 8 * (share - self.share_when_placed)
        half_width = 0.80 * (28.5 * self.collect_flow / (self.inlet_flow * (1 - share))) ** (1 / 3)
        layers = np.append(self.depth, -0.75)
        reach = ndtr((port + half_width - layers) / blur) - ndtr((port - half_width - layers) / blur)
        of_white_cells = reach[:6] * floating
        of_platelets = (1 - exp(-self.platelet_settling / (1 - share))) * reach[6]

        g = self.red_cell_settling * (1 - hematocrit) ** 4.65 / (1 - share)
        spilled = 1 - (g**6 / (1 + g**6)) ** (1 / 6)
        product_hematocrit = min(0.02 * exp(1.6 * port) + spilled * hematocrit / (1 - share), self.bed_hematocrit)
        return of_white_cells, of_platelets, product_hematocrit

    def collected(self, entering):
        """What the port takes, per minute."""
        hematocrit, collect_flow = entering[RED_CELLS] / self.inlet_flow, self.collect_flow
        of_white_cells, of_platelets, product_hematocrit = self.separate(hematocrit)
        # 7 room
        volume_of_white_cells = self.patient.volumes[WHITE_CELLS]
        demand = (of_white_cells * entering[WHITE_CELLS]) @ volume_of_white_cells
        efficiency = of_white_cells * fit(demand, collect_flow * (0.50 - product_hematocrit))

        taken = np.zeros(PARTS)
        taken[WHITE_CELLS] = efficiency * entering[WHITE_CELLS]
        platelets = of_platelets * entering[PLATELETS]
        taken[PLATELETS] = platelets * fit(platelets, 6 * collect_flow)
        taken[RED_CELLS] = min(collect_flow * product_hematocrit, 0.9 * entering[RED_CELLS])
        plasma = collect_flow - taken[RED_CELLS] - taken[WHITE_CELLS] @ volume_of_white_cells
        share_of_plasma = min(max(plasma / entering[PLASMA], 0), 0.9)
        for part in (PLASMA, PROTEIN, CITRATE):
            taken[part] = share_of_plasma * entering[part]
        return taken


# --- 4. Phases --------------------------------------------------------------------------------------------------------------------------


def inlet_flow(patient, settings):
    """Q, anticoagulant included, mL/min."""
    flow = settings["procedure.inlet_flow_ml_min"]
    if settings["machine.hold_to_anticoagulant_limit"]:
        limit = settings["machine.anticoagulant_limit_ml_min_per_l"] * patient.volume_before / 1000
        flow = min(flow, limit * settings["procedure.anticoagulant_ratio"])
    return flow


def replacement(settings):
    flow = settings["procedure.replacement_flow_ml_min"]
    match settings["procedure.replacement_fluid"]:
        case "Saline":
            return blood(plasma=flow)
        case "Albumin" | "Plasma":
            return blood(plasma=flow, protein=flow)
        case "RedCells":
            return blood(plasma=0.40 * flow, red_cells=0.60 * flow)


def loss(settings):
    """Blood lost to tests and bleeding, mL/min."""
    return settings["procedure.blood_samples_ml"] / settings["procedure.duration_min"] + settings["procedure.bleeding_ml_min"]


class Drawing:
    """The pumps draw, with the settings of one segment and the port open or closed."""

    def __init__(self, patient, settings):
        self.patient, self.port_open = patient, False
        self.inlet_flow = inlet_flow(patient, settings)
        self.anticoagulant_flow = self.inlet_flow / settings["procedure.anticoagulant_ratio"]
        self.blood_flow = self.inlet_flow - self.anticoagulant_flow
        starch = settings["machine.hydroxyethyl_starch"]
        self.anticoagulant = blood(
            plasma=self.anticoagulant_flow,
            protein=self.anticoagulant_flow if starch else 0.0,
            citrate=settings["procedure.anticoagulant_citrate_mmol_l"] / 1000 * self.anticoagulant_flow,
        )
        self.replacement = replacement(settings)
        self.loss = loss(settings)
        self.calcium = settings["procedure.calcium_infusion_mmol_h"] / 60
        self.separator = Separator(patient, settings, self.inlet_flow)

    def drawn(self, state, flow):
        """Blood that leaves the patient at a flow: its citrate lies mostly outside the blood."""
        parts = state[PATIENT] * (flow / self.patient.volume(state[PATIENT]))
        parts[CITRATE] = parts[PLASMA] * citrate_concentration(self.patient, state) / 1000
        return parts

    def entering(self, state):
        return self.drawn(state, self.blood_flow) + self.anticoagulant

    def entering_hematocrit(self, state):
        return self.entering(state)[RED_CELLS] / self.inlet_flow

    def open_port(self, state, before):
        """Opens the port; `before` is what collected until now, if anything did."""
        self.port_open = True
        self.separator.place_port(before.separator if before is not None else None, self.entering_hematocrit(state))

    def rates(self, _time, state):
        rates = np.zeros(STATE_SIZE)
        volume = self.patient.volume
        drawn, entering, lost = self.drawn(state, self.blood_flow), self.entering(state), self.drawn(state, self.loss)
        collected = self.separator.collected(entering) if self.port_open else np.zeros(PARTS)
        returned = state[SET] * ((volume(entering) - volume(collected)) / volume(state[SET]))
        rates[PATIENT] = returned + self.replacement - drawn - lost
        rates[SET] = entering - collected - returned
        rates[BAG] = collected
        rates[LOST] = lost
        rates[CALCIUM] = self.calcium
        add_body(self.patient, state, rates)
        return rates


class Paused:
    """The draw is paused: set and bag stand still."""

    def __init__(self, patient, settings):
        self.patient, self.loss = patient, loss(settings)
        is_open = settings["procedure.draw"] == "PausedReturnOpen"
        self.replacement = replacement(settings) if is_open else blood()
        self.calcium = settings["procedure.calcium_infusion_mmol_h"] / 60 if is_open else 0.0

    drawn = Drawing.drawn

    def rates(self, _time, state):
        rates = np.zeros(STATE_SIZE)
        lost = self.drawn(state, self.loss)
        rates[PATIENT] = self.replacement - lost
        rates[LOST] = lost
        rates[CALCIUM] = self.calcium
        add_body(self.patient, state, rates)
        return rates


class RinsingBack:
    """Saline pushes the set back."""

    def __init__(self, patient, settings, state):
        self.patient = patient
        flow, saline = inlet_flow(patient, settings), settings["machine.rinse_back_ml"]
        self.minutes = saline / flow
        to_clear = 125 / 190 * settings["machine.set_volume_ml"]
        back = state[SET] * ((1 - 0.12) * min(1, saline / to_clear)) + blood(plasma=max(saline - to_clear, 0))
        self.back = back / self.minutes
        self.saline = blood(plasma=flow)

    def rates(self, _time, state):
        rates = np.zeros(STATE_SIZE)
        rates[PATIENT] = self.back
        rates[SET] = self.saline - self.back
        add_body(self.patient, state, rates)
        return rates


class After:
    """The pumps are off."""

    def __init__(self, patient):
        self.patient = patient

    def rates(self, _time, state):
        rates = np.zeros(STATE_SIZE)
        add_body(self.patient, state, rates)
        return rates


class Procedure:
    """A whole run: its segments one after the other, each as (from, to, what the pumps do, solution)."""

    def __init__(self, case):
        given = dict(case["settings"])
        changes = sorted(case["changes"], key=lambda change: change["at_min"])
        for change in changes:
            if change["at_min"] <= 0:
                given |= change["values"]
        settings = in_force(given)
        self.patient = Patient(settings)
        self.now, self.state, self.segments = 0.0, state_before(self.patient, settings), []
        self.before = self.state

        self.duration = settings["procedure.duration_min"]
        self.start_of_collecting = min(settings["machine.interface_time_min"], self.duration)
        self.bag_capacity = settings["machine.bag_capacity_ml"]
        self.collecting, self.bag_full, self.broken_off = None, False, False
        later = [change for change in changes if 0 < change["at_min"] < self.duration]
        while self.now < self.duration and not self.broken_off:
            while later and later[0]["at_min"] <= self.now:
                given |= later.pop(0)["values"]
            settings = in_force(given)
            start, end = self.now, later[0]["at_min"] if later else self.duration
            if settings["procedure.draw"] != "Running":
                self.solve(Paused(self.patient, settings), end)
                if start < self.start_of_collecting:
                    self.start_of_collecting = min(self.start_of_collecting + self.now - start, self.duration)
                continue
            if start < self.start_of_collecting:
                end = min(end, self.start_of_collecting)
            self.draw(settings, start, end)

        rinse_back = settings["machine.rinse_back"]
        if rinse_back == "Always" or rinse_back == "Automatic" and settings["machine.prime"] != "RedCells":
            rinsing = RinsingBack(self.patient, settings, self.state)
            self.solve(rinsing, self.now + rinsing.minutes)
        self.machine_end, self.after = self.now, self.state
        self.solve(After(self.patient), self.now + 30)

    def draw(self, settings, start, end):
        """Draws with these settings, until the bag is full with the port open and then with the port closed."""
        drawing = Drawing(self.patient, settings)
        if start >= self.start_of_collecting and not self.bag_full:
            drawing.open_port(self.state, self.collecting)
            self.collecting = drawing
        self.solve(drawing, end)
        if self.now < end and not self.broken_off:
            self.bag_full = True
            self.solve(Drawing(self.patient, settings), end)

    def solve(self, pumps, end):
        patient, v0 = self.patient, self.patient.volume_before

        def too_little_blood(_time, state):
            return patient.volume(state[PATIENT]) - 0.60 * v0

        def bag_full(_time, state):
            return patient.volume(state[BAG]) - self.bag_capacity

        too_little_blood.terminal, too_little_blood.direction = True, -1
        bag_full.terminal, bag_full.direction = True, 1
        drawing = isinstance(pumps, Drawing)
        under_way = drawing or isinstance(pumps, Paused)
        events = ([too_little_blood] if under_way else []) + ([bag_full] if drawing and pumps.port_open else [])
        solution = solve_ivp(
            pumps.rates, (self.now, end), self.state, method="LSODA", rtol=1e-6, atol=self.tolerance(), dense_output=True, events=events
        )
        if under_way and solution.t_events[0].size > 0:
            self.broken_off = True
        self.segments.append((self.now, solution.t[-1], pumps, solution.sol))
        self.now, self.state = solution.t[-1], solution.y[:, -1]

    def tolerance(self):
        """Errors that do not count: a millionth of the thousandth of what there is (section 7)."""
        v0, before = self.patient.volume_before, self.before
        of_blood = np.full(PARTS, v0)
        of_blood[RED_CELLS], of_blood[PLATELETS], of_blood[CITRATE] = before[RED_CELLS], before[PLATELETS], v0 / 1000
        of_blood[WHITE_CELLS] = np.maximum(before[WHITE_CELLS], 1e-6 * v0)
        scale = np.concatenate([of_blood] * 4 + [of_blood[WHITE_CELLS], [of_blood[PLATELETS], 1, 0.01, v0, v0 / 1000]])
        return 1e-6 * 1e-3 * scale

    def at(self, time):
        """What the pumps do at a time, and the state."""
        for _start, end, pumps, solution in self.segments:
            if time < end:
                return pumps, solution(time)
        return pumps, self.state

    def pumped(self, of, time):
        """A flow of the drawing pumps summed until a time."""
        return sum(
            of(pumps) * (min(end, time) - start)
            for start, end, pumps, _ in self.segments
            if isinstance(pumps, Drawing) and start < time
        )

    def processed(self, time):
        return self.pumped(lambda drawing: drawing.blood_flow, time)


# --- 6. What is reported ----------------------------------------------------------------------------------------------------------------


def white_cells(parts):
    """Cells of each class and of the sums, 10⁹."""
    of_class = parts[WHITE_CELLS]
    return {**dict(zip(CLASSES, of_class)), "white_cells": sum(of_class), "mononuclear": sum(of_class[MONONUCLEAR])}


def percent(part, whole):
    """Empty where it has no meaning."""
    return 100 * part / whole if whole > 0 else None


def efficiencies(run, state, processed):
    """CE1 and CE2 in percent: of each class, of the sums and of platelets."""
    cells = [white_cells(parts) | {"platelets": parts[PLATELETS]} for parts in (run.before[PATIENT], state[PATIENT], state[BAG])]
    v0, volume = run.patient.volume_before, run.patient.volume(state[PATIENT])
    found = {}
    for key, bag in cells[2].items():
        before, after = cells[0][key] / v0, cells[1][key] / volume
        if before == 0:
            found[key] = {"ce1_percent": None, "ce2_percent": None}
        else:
            found[key] = {
                "ce1_percent": percent(bag, (before + after) / 2 * processed),
                "ce2_percent": percent(bag, before * processed),
            }
    return found


def crits(patient, parts):
    """Hematocrit and leukocrit of a blood, percent."""
    volume = patient.volume(parts)
    return percent(parts[RED_CELLS], volume), percent(parts[WHITE_CELLS] @ patient.volumes[WHITE_CELLS], volume)


def at_a_moment(run, time):
    """By the names of the program's CSV; of the bag as `bag.…`."""
    patient, (pumps, state) = run.patient, run.at(time)
    parts, bag = state[PATIENT], state[BAG]
    volume = patient.volume(parts)
    found = {f"{key}_e9_per_l": 1000 * cells / volume for key, cells in white_cells(parts).items() if key != "mononuclear"}
    hematocrit, leukocrit = crits(patient, parts)
    found |= {
        "platelets_e9_per_l": 1000 * parts[PLATELETS] / volume,
        "hematocrit_percent": hematocrit,
        "hemoglobin_g_dl": 34 * hematocrit / 100,
        "red_cells_e12_per_l": 1000 * hematocrit / 100 / patient.mean_red_cell_volume_fl,
        "leukocrit_percent": leukocrit,
        "ionized_calcium_mmol_l": ionized_calcium(patient, state),
        "citrate_mmol_l": citrate_concentration(patient, state),
        "blood_volume_ml": volume,
        "processed_ml": run.processed(time),
        "bag_volume_ml": patient.volume(bag),
        "bag.plasma_ml": bag[PLASMA],
        "bag.protein_ml": bag[PROTEIN],
        "bag.red_cells_ml": bag[RED_CELLS],
        "bag.platelets_e9": bag[PLATELETS],
        "bag.citrate_mmol": bag[CITRATE],
    }
    found |= {f"bag.{key}_e9": cells for key, cells in zip(CLASSES, bag[WHITE_CELLS])}
    if not isinstance(pumps, After):
        efficiency = efficiencies(run, state, run.processed(time))
        for key, of in (("white_cell", "white_cells"), ("mononuclear", "mononuclear"), ("platelet", "platelets")):
            found[f"{key}_ce1_percent"] = efficiency[of]["ce1_percent"]
    if isinstance(pumps, Drawing):
        found["citrate_mg_kg_min"] = pumps.anticoagulant[CITRATE] * (21.3 / 0.1128) / patient.weight
        if pumps.port_open:
            found["product_hematocrit_percent"] = 100 * pumps.separator.separate(pumps.entering_hematocrit(state))[2]
    return found


def of_the_whole_run(run):
    """By the dotted names of the program's JSON."""
    patient, before, after = run.patient, run.before, run.after
    bag = after[BAG]
    found = {}
    for when, state in (("before", before), ("after", after)):
        volume, parts = patient.volume(state[PATIENT]), state[PATIENT]
        found |= {f"{when}.{key}": 1000 * cells / volume for key, cells in white_cells(parts).items()}
        found[f"{when}.platelets"] = 1000 * parts[PLATELETS] / volume
        found[f"{when}.hematocrit"] = crits(patient, parts)[0]
        found[f"{when}.hemoglobin"] = 34 * crits(patient, parts)[0] / 100
        found[f"{when}.ionized_calcium"] = ionized_calcium(patient, state)
    for key in [name.split(".")[1] for name in found if name.startswith("before.")]:
        first = found[f"before.{key}"]
        found[f"change_percent.{key}"] = 100 * (found[f"after.{key}"] / first - 1) if first > 0 else None

    found |= {f"product.{key}_e9": cells for key, cells in white_cells(bag).items()}
    hematocrit, leukocrit = crits(patient, bag)
    found |= {
        "product.volume_ml": patient.volume(bag),
        "product.hematocrit_percent": hematocrit,
        "product.leukocrit_percent": leukocrit,
        "product.platelets_e9": bag[PLATELETS],
        "product.red_cells_ml": bag[RED_CELLS],
    }
    for key, efficiency in efficiencies(run, after, run.processed(run.now)).items():
        found |= {f"efficiency.{key}.{name}": value for name, value in efficiency.items()}
    in_blood = white_cells(before[PATIENT])
    for key, cells in white_cells(bag).items():
        if key != "mononuclear":
            found[f"removed_percent.{key}"] = percent(cells, in_blood[key])
    found["removed_percent.platelets"] = percent(bag[PLATELETS], before[PLATELETS])
    found["removed_percent.red_cells"] = percent(bag[RED_CELLS], before[RED_CELLS])
    found["processed_ml"] = run.processed(run.now)
    found["anticoagulant_ml"] = run.pumped(lambda drawing: drawing.anticoagulant_flow, run.now)
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    answers = []
    for case in cases:
        run = Procedure(case)
        moments = [at_a_moment(run, time) for time in case["times"]]
        answers.append(
            {"machine_end_min": run.machine_end, "end_min": run.now, "moments": moments, "whole": of_the_whole_run(run)}
        )
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
