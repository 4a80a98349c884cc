# Every word of the program in English. Variables stand in braces.

app-name = Buffycoat
disclaimer = Teaching model. Not for patient care.

## Units

unit-years = y
age-in-months = { $months } { $is ->
    [one] month
   *[many] months
}
unit-kg = kg
unit-m = m
unit-percent = %
unit-e9-per-l = ×10⁹/L
unit-e12-per-l = ×10¹²/L
unit-g-per-dl = g/dL
unit-ml = mL
unit-fl = fL
unit-mmol-per-l = mmol/L
unit-ml-per-min = mL/min
unit-ml-per-min-per-kg = mL/min/kg
unit-ml-per-min-per-l = mL/min/L
unit-mg-per-kg-per-min = mg/kg/min
unit-mmol-per-h = mmol/h
unit-min = min
unit-per-min = /min
unit-e9 = ×10⁹
unit-l = L
unit-mmol = mmol
unit-mg-per-ml = mg/mL
unit-l-per-kg = L/kg

## Cells

class-neutrophil = Neutrophils
    .also = granulocytes, PMN, ANC, WBC, leukocytes
class-immature_granulocyte = Immature granulocytes
    .also = myelocytes, left shift, WBC, leukocytes
class-lymphocyte = Lymphocytes
    .also = T cells, B cells, WBC, leukocytes
class-monocyte = Monocytes
    .also = WBC, leukocytes
class-blast = Blasts
    .also = leukemia, WBC, leukocytes
class-cd34 = CD34+ cells
    .also = stem cells, progenitors, HPC, WBC
class-mononuclear = Mononuclear cells

## Quantities

quantity-white_cells_e9_per_l = White cells
    .also = WBC, leukocytes
quantity-neutrophil_e9_per_l = Neutrophils
quantity-immature_granulocyte_e9_per_l = Immature granulocytes
quantity-lymphocyte_e9_per_l = Lymphocytes
quantity-monocyte_e9_per_l = Monocytes
quantity-blast_e9_per_l = Blasts
quantity-cd34_e9_per_l = CD34+ cells
quantity-red_cells_e12_per_l = Red cells
quantity-hematocrit_percent = Hematocrit
quantity-hemoglobin_g_dl = Hemoglobin
    .also = Hb, Hgb, anemia
quantity-platelets_e9_per_l = Platelets
    .also = PLT, thrombocytes
quantity-ionized_calcium_mmol_l = Ionized calcium
    .short = Ionized Ca
    .also = iCa, hypocalcemia
quantity-blood_volume_ml = Blood volume
quantity-processed_ml = Blood processed
quantity-bag_volume_ml = Volume in the bag
    .short = Bag volume
quantity-leukocrit_percent = Leukocrit
quantity-blood_volume_change_percent = Change in blood volume
    .short = Volume change
quantity-citrate_mmol_l = Citrate
quantity-citrate_mg_kg_min = Citrate rate
quantity-anticoagulant_ml_min_per_l = Anticoagulant per liter of blood
quantity-extracorporeal_percent = Blood outside the body
quantity-collect_line_room_percent = White cells that fit the collect line
quantity-bag_white_cells_e9 = White cells in the bag
    .short = Cells in bag
quantity-hemoglobin_change_g_dl = Change in hemoglobin
quantity-processed_blood_volumes = Blood volumes processed
quantity-product_hematocrit_percent = Hematocrit in the collect line
    .short = Collect line Hct
quantity-spilled_red_cells_percent = Red-cell spillover
quantity-interface_drift = Interface drift
quantity-anticoagulant_ratio = Anticoagulant ratio
quantity-white_cell_ce1_percent = Collection efficiency (CE1) of white cells
    .short = CE1, white cells
quantity-mononuclear_ce1_percent = Collection efficiency (CE1) of mononuclear cells
    .short = CE1, mononuclear
quantity-platelet_ce1_percent = Collection efficiency (CE1) of platelets
    .short = CE1, platelets

## Settings: a name and a hint

setting-patient-sex = Sex
    .hint = Sets blood volume and the hemoglobin limits for anemia.
    .also = gender
setting-patient-age_years = Age
    .hint = Below 15 years blood volume follows Linderkamp's formula, from 15 Nadler's. WHO defines no anemia below 6 months, so none is marked.
setting-patient-weight_kg = Weight
    .hint = Sets blood volume and how fast citrate is cleared.
    .also = body, kilogram
setting-patient-height_m = Height
    .hint = Sets blood volume, with sex, age and weight.
setting-patient-diagnosis = Diagnosis
    .hint = Sets the white count above which leukostasis is a concern.
    .also = disease, indication
setting-patient-pregnancy = Pregnancy
    .hint = Changes the hemoglobin limits for anemia.
setting-patient-hematocrit_percent = Hematocrit
    .hint = Red cells as a share of the blood before the procedure. Hemoglobin in g/dL is about a third of it.
    .also = Hct, PCV, Hb, Hgb, hemoglobin, anemia
setting-patient-platelets_e9_per_l = Platelets
    .hint = Platelet count before the procedure.
    .also = PLT, thrombocytes, thrombocytopenia
setting-patient-blood_volume_ml = Blood volume
    .hint = Estimated from sex, age, weight and height unless set here. The estimate leaves out the extra plasma of pregnancy and of a very high white count.
    .also = TBV
setting-patient-recipient_weight_kg = Recipient's weight
    .hint = Stem cells are dosed by the weight of the person who receives them. Estimated: the patient's own weight.
    .also = dose per kg, transplant, CD34
setting-patient-mean_red_cell_volume_fl = Red-cell size (MCV)
    .hint = Mean volume of a red cell. Only the red-cell count depends on it.
setting-patient-ionized_calcium_mmol_l = Ionized calcium
    .hint = Ionized calcium before the procedure.
    .also = iCa, hypocalcemia
setting-patient-citrate_clearance_ml_min_kg = Citrate clearance
    .hint = How fast liver, kidneys and muscle metabolize citrate. Liver failure lowers it to a third or less.
    .also = liver, metabolism
setting-patient-spleen_platelet_ratio = Spleen : blood platelets
    .hint = Platelets in the spleen for each one in the blood: 0 without a spleen, usually 0.5, up to 1.5 in a large spleen.
    .also = splenectomy, splenomegaly
setting-machine-set_volume_ml = Set volume
    .hint = Volume of the tubing set: this much blood is outside the body while the machine runs.
    .also = extracorporeal volume, ECV, tubing, disposable
setting-machine-prime = Prime
    .hint = Fills the set before the first blood comes in, and ends up in the patient.
    .also = priming, filling
setting-machine-prime_hematocrit_percent = Prime hematocrit
    .hint = Hematocrit of a red-cell prime.
setting-machine-collect_flow_ml_min = Collect flow
    .hint = Pump rate into the bag. At very high counts it limits how many cells are removed.
    .also = product, plasma pump
setting-machine-interface_position = Interface position
    .hint = Where the port draws: below 0 toward the plasma, above 0 toward the red cells.
    .also = buffy coat, port, layer
setting-machine-interface_control = Interface control
    .hint = Automatic: the device keeps the port in its layer. By color: the operator keeps the product's hematocrit, and the position follows. Left alone: the layers drift past the port as the hematocrit changes.
setting-machine-product_hematocrit_percent = Product hematocrit
    .hint = The color of the collect line that the operator keeps, as a hematocrit. Used where the interface is controlled by color.
    .also = color, red cells in the bag
setting-machine-packing_factor = Packing factor
    .hint = How tightly the red cells are packed. Higher: sharper layers, more platelets lost.
    .also = centrifuge, rotor, rpm, g-force
setting-machine-hydroxyethyl_starch = Hydroxyethyl starch
    .hint = Packs the red cells more densely, so that granulocytes float. Suspended in Europe since 2022.
    .also = HES, hetastarch, granulocytes
setting-machine-interface_time_min = Interface time
    .hint = Minutes until the layers are stable. Nothing is collected before then.
setting-machine-anticoagulant_limit_ml_min_per_l = Anticoagulant limit
    .hint = The most anticoagulant the device gives, per minute and per liter of the patient's blood.
    .also = citrate, ACD-A, AC infusion rate
setting-machine-hold_to_anticoagulant_limit = Keep to the limit
    .hint = On: the inlet slows down to keep to the limit, as on a device. Off: go past the limit and see what it protects from.
setting-machine-rinse_back = Rinse-back
    .hint = At the end, saline pushes the blood in the set back to the patient. Usual unless the prime was red cells.
    .also = reinfusion
setting-machine-rinse_back_ml = Rinse-back volume
    .hint = Saline used for the rinse-back.
setting-machine-bag_capacity_ml = Bag size
    .hint = How much the collection bag holds.
    .also = bottle, container, capacity
setting-procedure-inlet_flow_ml_min = Inlet flow
    .hint = Blood and anticoagulant into the separator. Faster: a shorter procedure, more citrate per minute.
    .also = pump, whole blood, draw
setting-procedure-anticoagulant_ratio = Anticoagulant ratio 1 :
    .hint = Parts of inlet flow to one part of ACD-A. Higher: less citrate, more risk of clotting.
    .also = citrate, ACD-A, AC ratio
setting-procedure-duration_min = Duration
    .hint = From the first draw to the end of collection.
    .also = time, length, hours
setting-procedure-replacement_fluid = Replacement fluid
    .hint = Given into the return line. Albumin and plasma stay in the vessels; saline leaks out of them.
    .also = bottle, infusion, FFP, transfusion
setting-procedure-replacement_flow_ml_min = Replacement flow
    .hint = How fast the replacement fluid is given.
    .also = bottle, infusion, albumin, transfusion
setting-procedure-calcium_infusion_mmol_h = Calcium infusion
    .hint = Calcium into the return line, to make up for what citrate binds.
    .also = gluconate, iCa, hypocalcemia, tingling
setting-procedure-blood_samples_ml = Blood samples
    .hint = Blood taken for tests during the procedure.
    .also = tubes, tests
setting-procedure-bleeding_ml_min = Bleeding
    .hint = Blood lost from a wound or the gut while the machine draws.
    .also = hemorrhage

value-estimated = estimated
switch-on = on
switch-off = off

option-Female = Female
option-Male = Male
option-HealthyDonor = Healthy donor
option-MobilizedDonor = Mobilized donor
option-Aml = AML
option-AmlMonocytic = AML, monocytic
option-All = ALL
option-Cml = CML
option-Cll = CLL
option-Lymphoma = Lymphoma
option-Myeloma = Myeloma
option-SolidTumor = Solid tumor
option-Autoimmune = Autoimmune disease
option-TransplantRejection = Transplant rejection
option-LeukemoidReaction = Leukemoid reaction
option-Other = Other
option-NotPregnant = Not pregnant
option-FirstTrimester = First trimester
option-SecondTrimester = Second trimester
option-ThirdTrimester = Third trimester
option-Saline = Saline
option-Albumin = Albumin 5 %
option-Plasma = Plasma
option-RedCells = Red cells
option-Automatic = As usual
option-Followed = Automatic
option-ByColor = By color
option-Fixed = Left alone
option-Always = Always
option-Never = Never

## Phases

phase-fill = filling the set
phase-establish = forming the interface
phase-collect = collecting
phase-bag_full = the bag is full: circulating
phase-rinse_back = rinsing back
phase-after = after the procedure
phase-broken-off = stopped: blood volume too low
clock-after = { $end } + { $over }

## Warnings

severity-information = information
severity-mild = mild
severity-moderate = moderate
severity-severe = severe
severity-life_threatening = life-threatening

warning-anemia = { $severity } anemia
    .beside = { $severity } anemia
    .also = Hb, Hgb, hemoglobin, pallor, fatigue
warning-thrombocytopenia = Platelets below { $number }
    .beside = below { $number }
    .level = below { $number }
    .also = thrombocytopenia, PLT, thrombocytes
warning-leukostasis = Leukostasis risk, above { $number }
    .also = WBC, leukocytes, hyperleukocytosis
warning-low_calcium = Calcium below { $number }
    .level = below { $number }
    .also = hypocalcemia, iCa, tingling, cramps
warning-extracorporeal_volume = Over { $threshold } of the blood outside
    .also = ECV, hypotension, dizziness
warning-low_blood_volume = { $severity } volume loss
    .also = hypovolemia, hypotension, dizziness, fainting, shock
warning-fluid_overload = { $severity } fluid overload
    .also = hypervolemia, edema
warning-citrate_rate = Citrate rate above { $number }
    .also = tingling, hypocalcemia
warning-anticoagulant_limit = Above the anticoagulant limit
    .worst = a device would slow to { $flow } mL/min
warning-collect_line_saturated = Collect line full of cells
warning-interface_lost = No interface: too many red cells
warning-g_force_capped = Rotor at maximum speed
warning-change_after_end = A change is set after the end
warning-broken_off = Stopped: blood volume too low
warning-from = from { $from }
warning-from-until = { $from }–{ $to }
warning-before-until = from the start to { $to }
warning-before-and-throughout = throughout
warning-worst-low = lowest { $value }
warning-worst-high = highest { $value }

describe-curve = { $name } at { $time }: { $now }. { $before } at the start, { $after } at the end.
describe-scene = At { $time }, { $phase }. Blood volume { $volume }; { $processed } processed; { $bag } in the bag.

## Summary on the command line

summary-before = before
summary-after = after
summary-change = change
summary-processed = Blood processed
summary-processed-value = { $volume } mL, { $volumes } blood volumes
summary-bag = Bag
summary-bag-value = { $volume } mL, hematocrit { $hematocrit }, leukocrit { $leukocrit }
summary-bag-white = White cells in the bag
summary-bag-mononuclear = Mononuclear, no blasts
summary-bag-stem = CD34+ cells in the bag
summary-bag-stem-value = { $count }, { $dose }×10⁶ per kg of the recipient
summary-bag-platelets = Platelets in the bag
summary-removed = White cells removed
summary-removed-value = { $percent } % of those in the blood before
summary-lowest-calcium = Lowest ionized calcium
summary-ledger = Largest balance error
summary-efficiency = Collection efficiency
summary-warnings = Warnings
summary-no-warnings = No warnings.

## Problems: what is wrong, and what to do about it

problem-file-not-found = { $file }: there is no such file.
problem-file-not-allowed = { $file }: permission denied. Check the permissions of the file.
problem-file-io = { $file }: { $error }.
problem-file-not-text = { $file }: this is not a text file. A preset is plain text in UTF-8.
problem-picture-without-preset = { $file }: this picture contains no preset. Open the file that "buffycoat picture" wrote: editing it or sending it through a chat removes the preset.
problem-syntax = this is not valid RON: { $message }. Look for a missing comma, bracket or quote just before.
problem-too-large = the file is larger than { $most }, so it cannot be a preset.
problem-missing-version = the preset does not state its version. Add "version: 1," as its first line.
problem-newer-version = this preset has version { $found }; this program reads up to version { $newest }. Get a newer Buffycoat.
problem-unknown-version = there is no preset version { $found }. Write "version: 1".
problem-retired-field = this setting of an earlier release is no longer needed: counts level off by themselves. Leave it out.
problem-unknown-field = there is no such setting. Remove it, or look up the name in the presets.
problem-unknown-field-nearest = there is no such setting. Did you mean "{ $nearest }"?
problem-fixed-during-run = this setting cannot change while the machine runs. Give it once, outside "changes".
problem-missing-field = this is required and missing.
problem-repeated-field = this is given twice. Keep one.
problem-wrong-kind = this should be { $expected }.
problem-not-finite = this should be a finite number.
problem-out-of-range = { $value } is out of range; allowed: { $least } to { $most }.
problem-not-an-assignment = write a setting as path=value, such as procedure.inlet_flow_ml_min=60.
expected-number = a number
expected-whole-number = a whole number
expected-switch = true or false
expected-text = text in quotes
expected-section = settings in parentheses: ( … )
expected-list = a list in square brackets, each change in parentheses: [(at_min: 90, …)]
expected-one-of = one of { $options }
refusal-too-many-cells = hematocrit { $hematocrit } % and leukocrit { $leukocrit } % leave no room for plasma. Together they may reach 85 %: lower one of them.
refusal-pregnant-man = a man cannot be pregnant. Change the sex or the pregnancy.
refusal-no-white-cells = the patient has no white cells. Give at least one class a count above 0.
check-ok = { $file }: ok

## The arithmetic: formulas in words, then the same with numbers

arithmetic-title = Worked out for this case, at { $time }
arithmetic-span-run = whole run
arithmetic-name-volume-before = Blood volume before
arithmetic-name-all-calcium = Total calcium in plasma
arithmetic-name-bag-hematocrit = Product hematocrit
arithmetic-name-removed = Share of { $cells } removed
arithmetic-name-ce1 = Collection efficiency (CE1) of { $cells }
arithmetic-name-ce2 = Collection efficiency (CE2) of { $cells }
arithmetic-white = white cells
arithmetic-mononuclear = mononuclear cells
arithmetic-liters = { $volume } = { $liters }
arithmetic-equals = = { $result }
arithmetic-holds = holds at { $result }

arithmetic-given_volume =
    .words = given by the case, not estimated
arithmetic-nadler =
    .words = Nadler: ({ $per_m3 } × height³ + { $per_kg } × weight + { $constant }) × 1000
    .numbers = ({ $per_m3 } × ({ $height })³ + { $per_kg } × { $weight } + { $constant }) × 1000
arithmetic-linderkamp =
    .words = Linderkamp: 10 to the power of ({ $per_log } × log weight + { $per_cm } × height in cm + { $constant })
    .numbers = 10^({ $per_log } × log({ $weight }) + { $per_cm } × { $height } × 100 + { $constant })
arithmetic-blood_volume =
    .words = plasma + red cells + white cells
    .numbers = { $plasma } + { $red_cells } + { $white_cells }
arithmetic-bag_volume =
    .words = plasma + red cells + white cells in the bag
    .numbers = { $plasma } + { $red_cells } + { $white_cells }
arithmetic-blood_volume_change =
    .words = 100 × (blood volume now ÷ before − 1)
    .numbers = 100 × ({ $now } ÷ { $before } − 1)
arithmetic-extracorporeal_share =
    .words = 100 × volume of the set ÷ blood volume before
    .numbers = 100 × { $set } ÷ { $volume }
arithmetic-processed =
    .words = inlet flow × share that is blood × minutes drawn
    .numbers = { $inlet } × (1 − 1 ÷ { $ratio }) × { $minutes }
arithmetic-processed_volumes =
    .words = blood processed ÷ blood volume before
    .numbers = { $processed } ÷ { $volume }
arithmetic-removed =
    .words = 100 × cells in the bag ÷ cells in the blood before
    .numbers = 100 × { $bag } ÷ { $before }
arithmetic-ce1 =
    .words = 100 × cells in the bag ÷ (blood processed × mean of the counts before and after)
    .numbers = 100 × { $bag } ÷ ({ $processed } × ({ $before } + { $after }) ÷ 2)
arithmetic-ce2 =
    .words = 100 × cells in the bag ÷ (blood processed × count before)
    .numbers = 100 × { $bag } ÷ ({ $processed } × { $before })
arithmetic-bag_hematocrit =
    .words = 100 × red cells in the bag ÷ volume in the bag
    .numbers = 100 × { $red_cells } ÷ { $volume }
arithmetic-hemoglobin =
    .words = red cells in the blood ÷ blood volume × { $concentration }
    .numbers = { $red_cells } ÷ { $volume } × { $concentration }
arithmetic-hemoglobin_change =
    .words = hemoglobin now − before
    .numbers = { $now } − { $before }
arithmetic-hematocrit =
    .words = 100 × red cells in the blood ÷ blood volume
    .numbers = 100 × { $red_cells } ÷ { $volume }
arithmetic-leukocrit =
    .words = 100 × volume of the white cells ÷ blood volume
    .numbers = 100 × { $white_cells } ÷ { $volume }
arithmetic-count =
    .words = cells in the blood ÷ blood volume
    .numbers = { $cells } ÷ { $volume }
arithmetic-citrate_rate =
    .words = inlet flow ÷ ratio × { $citrate } in ACD-A ÷ weight
    .numbers = { $inlet } ÷ { $ratio } × { $citrate } ÷ { $weight }
arithmetic-anticoagulant_rate =
    .words = inlet flow ÷ ratio ÷ liters of blood before
    .numbers = { $inlet } ÷ { $ratio } ÷ { $volume }
arithmetic-citrate =
    .words = citrate in the body ÷ (its space, { $space } × weight)
    .numbers = { $citrate } ÷ ({ $space } × { $weight })
arithmetic-all_calcium =
    .words = ({ $held } × ionized calcium before + infused or from bone ÷ ({ $space } × weight)) ÷ (1 + calcium-free fluid ÷ ({ $space } × weight))
    .numbers = ({ $held } × { $before } + { $added } ÷ ({ $space } × { $weight })) ÷ (1 + { $fluid } ÷ ({ $space } × { $weight }))
arithmetic-ionized_calcium =
    .words = what remains free: ionized + bound to protein + bound to citrate = total calcium
    .numbers = { $ionized } + { $protein } × { $ionized } + { $affinity } × { $ionized } × { $citrate } ÷ (1 + { $affinity } × { $ionized }) = { $all }

## The ledger

ledger-choice = What to follow
ledger-account-red_cells = Red cells
ledger-account-white_cells = All white cells
ledger-account-platelets = Platelets
ledger-account-protein = Plasma protein
ledger-account-fluid = Plasma water
ledger-account-citrate = Citrate
ledger-before = blood before
ledger-gift-prime = prime
ledger-gift-anticoagulant = anticoagulant
ledger-gift-replacement = replacement
ledger-gift-rinse = rinse saline
ledger-place-patient = the patient
ledger-place-reserve = reserve
ledger-place-set = the set
ledger-place-bag = the bag
ledger-place-lost = lost
ledger-place-cleared = cleared
ledger-from-marrow = from reserve
ledger-to-marrow = to reserve
ledger-from-spleen = from spleen
ledger-to-spleen = to spleen
ledger-from-tissues = from tissues
ledger-to-tissues = to tissues
ledger-flow = Origin and place of { $account } at { $time }
ledger-node = { $name } { $amount }, { $percent } %
ledger-share = { $amount } · { $percent } %
ledger-head-before = before
ledger-head-given = given
ledger-head-brought = sum
ledger-head-patient = blood
ledger-head-reserve = reserve
ledger-head-set = set
ledger-head-bag = bag
ledger-head-lost = lost
ledger-head-cleared = cleared
ledger-head-sum = sum
ledger-head-difference = off by
ledger-note = Reserve: marrow, spleen and vessel walls; for water the tissues, below zero once they have given some. Before: blood and reserve. Given: prime, anticoagulant, replacement, rinse. Lost: samples and bleeding. Protein is counted as mL of the patient's own plasma.
ledger-line = { $account }: { $before } before + { $given } given = { $brought }. { $places } = { $sum }. Off by { $difference }.

## The scene

scene-patient = Patient
scene-blood-liters = { $liters } L blood
scene-draw = draw
scene-rinse = rinse
scene-return = return
scene-anticoagulant = ACD-A
scene-starch = + starch
scene-saline = saline
scene-albumin = albumin
scene-red-prime = red cells
scene-calcium = calcium
scene-flow = { $flow } mL/min
scene-channel = Separation channel, cut open
scene-rpm = { $rpm } rpm
scene-spin = { $g } g · outward is down
scene-plasma = plasma
scene-prime = prime
scene-prime-red = prime, red cells
scene-buffy-coat = buffy coat
scene-buffy-coat-thicker = buffy coat, shown { $factor }× thicker
scene-red-cells = red cells
scene-bag = Collection bag
scene-bag-volume = { $volume } of { $capacity } mL
scene-bag-white = WBC { $count }
scene-bag-hematocrit = hematocrit { $hematocrit }
scene-legend = in blood, ×10⁹/L
scene-white-factor = { $factor }× as many white cells shown
scene-slowed = blood shown { $factor }× slower
scene-thinned = { $share } % of the cells shown
scene-still = arrows show the flow
scene-lens = Magnifier
scene-lens-glass = Magnifying glass
scene-per-microliter = per microliter
legend-red = red
legend-platelet = platelet
legend-neutrophil = neutrophil
legend-immature_granulocyte = immature
legend-lymphocyte = lymphocyte
legend-monocyte = monocyte
legend-blast = blast
legend-cd34 = CD34+
legend-hint = Press to highlight these cells.
fact-flow = Flow
fact-volume = Volume
fact-processed = Blood processed
fact-given = Given so far
fact-rinse = Rinse-back volume
fact-turns = Speed
fact-force = Centrifugal force
fact-g = { $g } × gravity
fact-bed = Red-cell bed
fact-buffy-coat = Buffy coat
fact-share = Share of the channel
fact-settled-platelets = Platelets settled
fact-position = Interface position
fact-platelet-efficiency = Platelets collected
fact-line-room = White cells that fit the line
fact-white-cells = White cells
fact-stem-cells = CD34+ cells
fact-platelets = Platelets
fact-hematocrit = Hematocrit
fact-leukocrit = Leukocrit
fact-per-microliter = { $count } per µL

## The window

no-display = No display: running the case without a window.
no-library = The library { $library } is missing, so no window can be opened: running the case without one.
no-window-built = This build has no window: running the case without one.
no-picture-built = this build has no window, so it cannot draw a picture of one. Build Buffycoat with its feature "window".
no-renderer = No window could be opened ({ $error }): running the case without one.

menu-file = File
menu-cases = Cases
menu-recent = Recent files
menu-edit = Edit
menu-view = View
menu-time = Time
menu-learn = Learn
menu-help = Help
title-edited = edited
window-title = { $title } – Buffycoat
window-title-edited = *{ $title } – Buffycoat
theme-to-light = Light
theme-to-dark = Dark

command-open = Open…
    .also = load, file
command-save = Save
command-save-as = Save as…
command-quit = Quit
command-undo = Undo
command-redo = Redo
command-from-now = Changes apply from now on
command-theme = Dark or light theme
    .also = night, colors
command-lens = Magnifier
    .also = magnifying glass, microscope
command-escape = Close what is open
command-lecture = Lecture mode
    .also = presentation, projector, full screen
command-reduced-motion = Reduced motion
command-play = Play or pause
command-start = Go to the start
command-end = Go to the end
command-next-event = Next event
    .also = warning, jump
command-previous-event = Previous event
    .also = warning, jump
command-step-on = One minute forward
command-step-back = One minute back
command-stop-at = Stop at…
    .also = pause, target
command-stop-warning = Stop at the next warning
command-repeat = Repeat
command-palette = Find anything…
palette-hint = A command, setting, warning or case
palette-none = Nothing matches “{ $typed }”.
palette-case = Open case: { $title }
palette-file = Open file: { $file }
palette-speed = Playback speed { $speed }×
command-story = About this case
    .also = history, vignette, introduction, lesson
command-shortcuts = Keyboard shortcuts
    .also = keys, help
shortcuts-everywhere = Everywhere
shortcuts-scene = In the scene, Tab moves from part to part, Enter opens the part in focus, and the arrow keys change its setting.
command-about = About Buffycoat

lecture-enter = Lecture
lecture-leave = Leave lecture (Esc)
callout-since = since { $from }
callout-from-start = from the start
callout-start = { $value } at the start

side-controls = Controls
side-warnings = Warnings ({ $count })

section-patient = Patient
section-separator = Separator
section-anticoagulant = Anticoagulant
section-set = Set, prime and fluids
section-body = Body
section-expert = Expert: cells and refill
setting-patient-cell_volume_fl = Cell volume
setting-patient-refill_ratio = Reserve per cell in the blood
setting-patient-refill_half_time_min = Half-time of exchange with the reserve

control-value = { $name }, value
control-usual = usual: { $low } to { $high }
control-allowed = Type a value from { $least } to { $most }, or drag.
control-reach = The slider goes from { $from } to { $to }; type a value from { $least } to { $most }.
control-reset = Reset { $name }

typed-no-number = “{ $typed }” is not a number.
typed-no-time = “{ $typed }” is not a time. Write 2:30, 2.5 h or 150 min.
typed-several = “{ $typed }” is more than one number.
typed-comma = “{ $typed }”: thousands or decimals? Type it without a comma.
typed-other-unit = “{ $typed }”: this is in { $unit }.
typed-no-unit = “{ $typed }”: this is a plain number without a unit.
typed-stays = It stays { $value }.
typed-cut = Cut to { $value }, the most allowed.
typed-raised = Raised to { $value }, the least allowed.
typed-raised-time = { $minutes } min is raised to { $value }, the least allowed. Hours are written 1:30 or 1.5 h.
typed-rounded = Rounded to { $value }.

applies = Change
applies-hint = From start: the whole run is computed again with your change. From now: the setting changes at the playhead, as an operator would do it.
applies-from-start = from start
applies-from-now = from now
from-start-all = Changes apply to the whole run.
from-now-at = Changes apply from { $time } on.
from-now-over = The pumps are off: nothing to change.
from-now-refused = This case cannot be run.
only-from-start = Can be changed only from the start: it is fixed before the machine runs.
only-from-start-patient = Can be changed only from the start: it describes the patient before the procedure.

step-set-from = { $name } from { $time }
step-move-change = Move change
step-remove-change = Remove change
change-name = Change at { $time }: { $settings }
change-title = Change at { $time }
change-hint = Drag it or use the arrow keys to move it; press Delete to remove it. Press it for more.
change-remove = Remove
change-remove-name = Remove { $name }
change-remove-all = Remove all changes at this time

time-play = Play
time-pause = Pause
time-start = Go to the start
time-previous = Previous event
time-next = Next event
time-speed = Playback speed
time-track = Time

clock-stopped = stopped: { $what }
stop-time = A time
stop-warning = The next warning
stop-time-typed = Time to stop at
stop-after-end = This run ends earlier, at { $time }.
stop-count = A value reached
stop-count-typed = Value to stop at
stop-passed = { $what }: reached at { $times }
stop-never = { $what }: not reached in this run
stop-flag = Stop at { $time }: { $what }
stop-flag-time = Stop at { $time }
stop-white-cells = white cells { $value }
stop-hemoglobin = hemoglobin { $value }
stop-platelets = platelets { $value }
stop-calcium = ionized calcium { $value }
stop-blood-volume = blood volume { $value }
stop-processed = blood volumes processed { $value }
stop-bag = bag { $value } mL
repeat-to-end = At the end, playback starts again from the beginning.
repeat-to-time = At that time, playback starts again from the beginning.

band-below = below { $threshold }
band-above = above { $threshold }

warnings-title = Warnings
warnings-none = None in this run.
warnings-before = Present before the start
warning-level-from = { $level } from { $from }
warning-and = { $now }; { $next }
warning-at-worst = worst: { $level } from { $from }
warnings-sum = { $count }, worst: { $severity }
why-avoided-level = What would have avoided “{ $title }”
warning-now = now
warning-now-since = now, since { $from }
warning-now-from-start = now, from the start
warning-until = until { $to }
warning-over = over, { $from }–{ $to }
warning-gone = “{ $title }” no longer occurs.

why = Why?
why-name = Why? { $title }
why-show = Show me
why-show-name = Show me when: { $title }
why-lowered = What lowered it
why-raised = What raised it
why-held = What counteracted it
why-moved = { $first } at the start, { $value } at { $time }
why-without = without it { $value }
why-without-head = without it
why-arithmetic = Arithmetic
why-arithmetic-at = Worked out at { $time }
why-body = In the body
why-other-causes = other causes
why-percent = { $percent } %
why-held-back = { $cause } counteracted it by { $percent } %
why-looking = looking for the smallest changes…
why-failed = The search for the smallest changes failed.
why-before = It was present before the procedure.
why-avoided = What would have avoided it
why-no-change = No single setting would have avoided it.
why-change = { $wanted } instead of { $now }
why-try = Try it
why-try-name = Try it: { $setting } { $value }
why-more = { $count } more
why-fewer = fewer

numbers-now = Now, at { $time }
numbers-start = at start
numbers-procedure = Procedure
numbers-processed = Blood processed
    .hint = The patient's own blood drawn so far, without anticoagulant, and how many blood volumes that is.
numbers-processed-value = { $liters } L, { $volumes } volumes
numbers-removed = White cells removed
    .hint = White cells collected so far: their share of those in the blood before, and their number.
numbers-removed-neutrophils = Neutrophils removed
    .hint = Neutrophils collected so far: their share of those in the blood before, and their number.
numbers-removed-value = { $percent } % ({ $count })
numbers-efficiency-white = CE1 of white cells
    .hint = Collection efficiency (CE1) of the whole run: white cells in the bag as a share of those that passed the separator, by the mean of the counts before and after.
numbers-efficiency-mononuclear = CE1 of mononuclear cells
    .hint = Collection efficiency (CE1) of the whole run: lymphocytes, monocytes and CD34+ cells in the bag as a share of those that passed the separator.
numbers-efficiency-granulocytes = CE1 of neutrophils
    .hint = Collection efficiency (CE1) of the whole run: neutrophils in the bag as a share of those that passed the separator.
numbers-stem = CD34+ in bag
    .hint = Stem cells collected so far, and how many million that is per kilogram of the weight of this patient or donor.
numbers-stem-value = { $count }, { $dose }×10⁶/kg
numbers-citrate = Citrate rate
numbers-outside = Blood outside the body
    .hint = Volume of the tubing set as a share of the patient's blood.
numbers-volume = Change in blood volume

settings-damaged-title = Your settings could not be read
settings-damaged = Buffycoat starts as on the first day. The damaged file was kept as { $file }.
dialog-problem-title = There is a problem with this file
dialog-close = Close
dialog-save = Save
dialog-open = Open
dialog-cancel = Cancel
dialog-discard = Don't save
dialog-unsaved-title = Save your changes?
dialog-unsaved = "{ $title }" has unsaved changes.
dialog-path-open = Open a case
dialog-path-save = Save the case
dialog-path-why = This system has no file dialog. Type the path of the file.
dialog-path-field = Path of the file

story-look-for = What to look for
about-what = A cell separator removes white cells from a patient's blood and returns the rest. Change the flow, the hematocrit or the duration, and see at once when anemia, low platelets or low calcium follow.
about-limits = The model follows published equations and studies, within their limits. Patients differ. It is for teaching, never for treatment.

scene-name = Separator and patient
part-patient = Patient
    .hint = The level shows the blood volume; the cells are mixed as in this patient's blood.
    .card = An adult has about 70 mL of blood per kilogram, a small child a little more. Blood leaves through one needle and comes back through another, diluted by anticoagulant. Meanwhile marrow and spleen release cells, and the tissues release water.
    .question = Suppose half of the circulating white cells are now in the bag. Why may the count have fallen by far less than half?
part-needle = Needle and vein
    .hint = One needle draws blood, the other returns it.
    .card = Blood is drawn from a large vein at the elbow and returned through a second needle. If the vein delivers less than the pump draws, it collapses and the pump stops. Soreness, bruising and a missed vein are the most common problems; none of them can be computed.
    .question = Why is a catheter placed in a large vein when a child or a very ill patient is treated?
part-draw-line = Draw line
    .hint = Blood from the vein to the separator.
    .card = The inlet pump draws blood from the vein. A few centimeters on, anticoagulant joins it, so that it does not clot in the set. From here on about one part in twelve is anticoagulant.
    .question = Which blood values change where the anticoagulant joins, although no cell is lost?
part-saline = Prime and rinse
    .hint = Fills the set before the start, and pushes its blood back at the end.
    .card = Before the start the set is filled with saline, or with red cells for a small child. The patient's blood pushes this prime into the vein, which dilutes the blood in the first minutes. At the end saline pushes the blood in the set back.
    .question = Who is diluted more by the same set: a man of 90 kg or a child of 9 kg?
part-anticoagulant = Anticoagulant
    .hint = ACD-A: its citrate binds calcium, so that blood does not clot in the set. Most of it reaches the patient.
    .card = Citrate binds calcium, and without free calcium blood cannot clot. The citrate returns to the patient with the blood, and liver and muscle metabolize it within the hour. While it arrives faster than that, the patient's own free calcium falls.
    .question = When the lips begin to tingle, which two settings help at once, and what does each cost?
part-inlet-pump = Inlet pump
    .hint = Draws blood and anticoagulant at the inlet flow.
    .card = Rollers push the blood along without touching it. A faster inlet processes the same volume sooner. It also delivers more citrate per minute and leaves platelets less time to settle.
    .question = Twice the flow for half the time: what stays the same, and what gets worse?
part-centrifuge = Centrifuge
    .hint = Spins the ring in which blood is separated, 133 times faster than shown. The channel beside it is a section of this ring, cut open.
    .card = For an adult the ring turns about two thousand times a minute, and everything in it becomes hundreds of times heavier. Denser cells move outward: red cells first, then granulocytes, then the lighter white cells. The rotor speed follows the flow, so that the layers stay as they are.
    .question = Gravity alone would separate the blood in an hour or so. Why is it spun?
part-channel = Separation channel
    .hint = Spinning drives dense cells outward: red cells pack at the outer wall, plasma stays inside, white cells and platelets lie between.
    .card = Mixed blood comes in at the left and separates on its way to the right. A white cell is carried outward with the red cells and rises out of their bed, the faster the lighter and larger it is, while the flow mixes it in again: most blasts come out, hardly a neutrophil does. At the end a port draws the thin layer in between, and everything else returns to the patient.
    .question = A neutrophil is as dense as packed red cells. What would have to change for it to float?
part-plasma = Plasma
    .hint = The lightest layer, nearest the axis, with the platelets that have not settled yet.
    .card = Plasma is water with protein, salts and citrate. Platelets are so small that some are still settling when the plasma leaves. Those that have settled lie on the buffy coat, where the port collects them too.
    .question = Why does a slower inlet flow cost the patient more platelets for each liter processed?
part-buffy-coat = Buffy coat
    .hint = The thin pale layer of white cells and platelets between red cells and plasma. This is what is collected.
    .card = In healthy blood this layer is a hundredth of the whole, in leukemia as much as a third. Inside it the cells lie by density: blasts and monocytes toward the plasma, granulocytes toward the red cells. It is never pure, because the layers run into one another.
    .question = To collect granulocytes, which way would you move the port, and what would come with them?
part-red-cells = Red-cell bed
    .hint = Packed red cells at the outer wall, with the white cells that are too dense to float.
    .card = Red cells pack to a hematocrit of about 80 %, and plasma is squeezed out between them. A white cell found here was too dense to rise, or was mixed in again, and returns to the patient. Starch in the blood packs the bed more densely and lifts the neutrophils out of it.
    .question = Why does a patient with few red cells yield fewer stem cells?
part-port = Collect port
    .hint = Draws from the layers within its bracket. Drag it toward the plasma or toward the red cells.
    .card = The port takes what lies within its reach, a millimeter or so to either side. Toward the plasma it takes more platelets; toward the red cells, more granulocytes and more red cells. An operator watches the color of the line and moves the interface a little at a time.
    .question = If the line turned dark red, which way would you move the interface, and which cells would you lose?
part-collect-line = Collect line
    .hint = Carries what the port draws to the bag. Only so many cells fit through.
    .card = What the port has drawn runs to the bag at the collect flow. Cells can fill at most half of the line. At a very high count the line is full, and a faster separator would not remove one cell more.
    .question = At a white count of 500 the line is full. Which flow would you raise?
part-bag = Collection bag
    .hint = What was collected: white cells, with some red cells, platelets and plasma.
    .card = The bag holds what the patient has lost for good: white cells, platelets, a few red cells and some plasma. The efficiency is computed from its volume and its counts. For a transplant the bag is the goal; in leukemia it is discarded.
    .question = Which of the losses in this bag will the patient feel tomorrow?
part-return-line = Return line
    .hint = Everything that was not collected returns to the patient.
    .card = Red cells, plasma and whatever the port has missed meet again and return. This blood carries nearly all of the anticoagulant. Fluids that replace what was taken join it here.
    .question = Is the blood in this line thinner or thicker than the blood in the draw line?
part-return-pump = Return pump
    .hint = Returns what is left after collection: it follows the other flows.
    .card = Its flow is the inlet flow less the collect flow. So it has no control of its own. If the return is blocked, the pressure rises and the machine stops both pumps.
    .question = At a collect flow of 10 mL/min, how much volume does the patient lose in an hour if nothing replaces it?
part-replacement = Replacement fluid
    .hint = Given into the return line to replace the volume that is taken.
    .card = Saline restores the volume for minutes, then it leaks into the tissues. Albumin stays, because it holds water in the vessels. Red cells raise the hemoglobin, but while the white count is high they make the blood thicker still.
    .question = The count falls more when albumin is given. Are more cells removed?
part-calcium = Calcium
    .hint = Infused to make up for the calcium that citrate binds.
    .card = Infused calcium is bound by citrate and set free again as the citrate is metabolized. It relieves most of the tingling. It is given into the return line, never into the draw line.
    .question = What would happen in the separator if calcium ran into the draw line?
part-drag = Drag up or down, or use the arrow keys: { $setting }
part-drag-now = Drag up or down, or use the arrow keys: { $setting } from now on

told-machine-collect_flow_ml_min = collect { $value }
told-machine-interface_position = interface { $value }
told-procedure-anticoagulant_ratio = ACD-A 1 : { $value }
told-procedure-calcium_infusion_mmol_h = calcium { $value }
told-patient-spleen_platelet_ratio = spleen : blood platelets { $value }

problem-moment = write a time as 58min, 1:30 (hours and minutes), 90s or plain minutes.
problem-moment-after-end = --at { $time }: the run ends at { $end }. Give a time no later than that.
problem-size = write a size as WIDTHxHEIGHT in pixels, such as 1280x800.
problem-size-range = { $value } pixels is out of range: each side may be { $least } to { $most }.
problem-output = the output could not be written: { $error }.
problem-no-case = { $name }: there is no such file, and no bundled case of this name. "buffycoat presets" lists them.
standard-input = standard input
problem-two-outputs = --json and --csv - would mix on standard output. Write the CSV to a file.

# What a crash says.
crash-report = Something went wrong inside Buffycoat. A report is in { $file }.
crash-case = Your unsaved case is in { $file }.
crash-no-report = Something went wrong inside Buffycoat, and what should be kept could not be saved ({ $error }). Copy it from here:

# The published studies.
validation-inside = inside
validation-outside = outside
validation-outside-pinned = OUTSIDE (pinned)
validation-not-run = not run: { $why }
validation-rises = rises
validation-falls = falls
validation-unchanged = within ± { $within }
validation-summary = { $inside } of { $all } numbers inside, { $right } of { $directions } directions right, { $not_run } not run, { $pinned_out } pinned rows outside.
not-run-assumption = there is no assumption "{ $name }"; use one from the table.
not-run-quantity = no result has this name. `buffycoat run PRESET --json` lists the names for the whole run; with `at_min`, use a column of `--csv`, alone or after `change.` or `change_percent.`.
not-run-no-value = this case has no such number.

# Pages to read in the window.
document-studies = Published studies
    .also = validation, evidence, literature
document-model = The model
    .also = equations, formulas, assumptions
document-close = Close (Esc)
document-contents = Contents

# The page of published studies.
studies-title = Published studies, and ours beside them
studies-how-to-read = The bar shows the published value: a mean with its standard deviation, or a range. The mark shows ours on the same scale: a circle inside the bar, a diamond outside it, an arrow far outside. Choose a row to open the case that gives its number.
studies-caution = The model's constants were chosen with these rows in view, so agreement is weaker evidence than a blind prediction would be. The model page lists them under "Free constants".
studies-under-way = Running the studies…
studies-failed = The studies could not be run.
studies-not-run = not run
studies-head-what = Number
studies-head-picture = Published and ours
studies-head-ours = Ours
studies-head-published = Published
studies-head-distance = Distance
studies-head-verdict = Verdict
study-row = { $id }: { $what }. Ours { $ours }, published { $published }
study-open = Opens the case that gives this number.
study-case = Case and assumptions
study-case-of = Case and assumptions of { $study }
study-preset = Run on the bundled case { $preset }.
study-given = Given by the study: { $set }.
study-shared = Shared assumption { $name }: { $set }. Why: { $why }.
study-assumed = Assumed for this study only: { $set }.
study-note = Note: { $note }.
study-volumes = { $volumes } blood volumes processed
study-liters = { $liters } L processed
study-basis = in the source: { $basis }
study-against = the difference that { $set } makes
study-title = { $id }: { $study }
study-reference = A published study: { $reference }
study-from = The case "{ $case }", changed as the study says.
study-look-for = Published numbers: { $rows }.
study-not-opened = The case of { $study } cannot be opened
result-at = { $what } at { $at } min
result-change = { $what }, change
result-product = { $what } in the bag
result-removed = { $what } removed
result-ce1 = { $what }, efficiency (CE1)
result-ce2 = { $what }, efficiency (CE2)
result-of-white_cells = White cells
result-of-white_cell_volume = Volume of white cells
result-of-platelets = Platelets
result-of-hemoglobin = Hemoglobin
result-of-hematocrit = Hematocrit
result-of-leukocrit = Leukocrit
result-of-ionized_calcium = Ionized calcium
result-of-volume = Volume
problem-table-syntax = the table cannot be read: { $message }
problem-table-version = the table has version { $found }; this program reads version 1.

# Sweeps.
sweep-units = Units under "before", "after" and "change": ×10⁹/L for cells and platelets, g/dL for hemoglobin, % for hematocrit, mmol/L for ionized calcium; all other names end in their unit, and a ratio or a drift has none.
problem-vary-form = write PATH=FROM..TO:COUNT, such as procedure.inlet_flow_ml_min=30..90:25, with a COUNT of 1 or more.
problem-vary-number = only numbers can be varied.
problem-vary-too-many = too many runs: at most { $most } in one sweep.

# Warnings about the procedure.
warning-hemoglobin_fall = Hemoglobin falls by { $threshold }
    .also = Hb, Hgb, hemolysis
warning-low_hematocrit = Hematocrit below { $threshold }
    .level = below { $number }
    .also = Hct, anemia
warning-low_neutrophils = Neutrophils below { $number }
warning-low_lymphocytes = Lymphocytes below { $number }
warning-red_cells_too_early = Red cells given at a high white count
warning-lean_anticoagulant = Less anticoagulant than 1 : { $number }
warning-product_too_red = Product hematocrit above { $threshold }
warning-bag_full = Bag full at { $number } mL
warning-red_cells_spill = Red cells spill over into the plasma
warning-interface_drift = The interface has drifted
warning-large_volume = More than { $number } blood volumes processed

# What each warning means, in plain words.
warning-meaning-anemia = Too little hemoglobin to carry oxygen well. Dilution corrects itself within hours; lost red cells take weeks to replace.
warning-meaning-hemoglobin_fall = A rapid fall is felt even where the level itself is still acceptable.
warning-meaning-low_hematocrit = With so few red cells, fewer white cells are carried up to the port, and the patient has little reserve.
warning-meaning-thrombocytopenia = Platelets leave with the white cells. Bruising begins below 50, spontaneous bleeding below about 20.
warning-meaning-low_neutrophils = The defense against bacteria weakens below 1; serious infection is feared below 0.5.
warning-meaning-low_lymphocytes = The defense against viruses weakens below 0.5. Lymphocytes recover in days.
warning-meaning-leukostasis = Large white cells in such numbers can block small vessels of lung and brain. Leukostasis is a clinical diagnosis: the count alone does not prove it, and bringing the count below the threshold does not prove a benefit.
warning-meaning-low_calcium = Citrate binds calcium. Tingling often begins near 1.0, nausea and cramps below 0.9; below 0.7 the heart is at risk. People differ widely.
warning-meaning-extracorporeal_volume = A large share of the blood is outside the body; small patients tolerate this poorly.
warning-meaning-low_blood_volume = Too little blood in the vessels: dizziness, low blood pressure, fainting.
warning-meaning-fluid_overload = More fluid in the vessels than the heart may be able to handle.
warning-meaning-red_cells_too_early = Red cells and white cells both thicken the blood. While the white count is very high, a red-cell transfusion can bring on leukostasis.
warning-meaning-citrate_rate = Above this rate most people feel the citrate within an hour and a half.
warning-meaning-anticoagulant_limit = A device would slow the inlet here: the limit protects the patient's calcium.
warning-meaning-lean_anticoagulant = Blood may clot in the set, above all at high platelet or white counts.
warning-meaning-collect_line_saturated = More white cells reach the port than the line can carry: the collect flow, not the centrifuge, limits what is removed.
warning-meaning-product_too_red = The port draws red cells: the patient loses them, and they may have to be removed from the product.
warning-meaning-bag_full = The bag is full: the port is closed, and nothing more is collected until the end. An operator would change the bag or end the run.
warning-meaning-red_cells_spill = The red cells have no time to settle and leave with the plasma and the product.
warning-meaning-interface_drift = The hematocrit changed and nobody moved the port: it now draws from a different layer.
warning-meaning-interface_lost = Red cells fill the channel: there is no layer to draw from.
warning-meaning-g_force_capped = The rotor cannot turn faster, so the cells are packed less tightly than asked.
warning-meaning-large_volume = Routine in large-volume collection. It takes hours and costs platelets and calcium.
warning-meaning-broken_off = No one would continue with so little blood in the vessels.
warning-meaning-change_after_end = A change set after the end has no effect.

# How the body responds, in one or two sentences.
body-anemia = The heart beats faster and pumps more, and the tissues take more oxygen from each red cell. The kidneys release erythropoietin, but new red cells take days.
body-hemoglobin_fall = The heart makes up for a rapid fall within minutes by pumping more. Water leaves the vessels over hours, so the part that was dilution corrects itself.
body-low_hematocrit = Thin blood flows easily, so the heart can pump more of it each minute. Little reserve is left for fever, exertion or bleeding.
body-thrombocytopenia = The spleen holds about a third of all platelets and releases some within minutes. With fewer platelets to take it up, more thrombopoietin reaches the marrow, which answers in days.
body-low_neutrophils = Neutrophils that cling to vessel walls or wait in the marrow enter the blood within minutes to hours. A diseased marrow has few to send.
body-low_lymphocytes = Only about one lymphocyte in fifty is in the blood. Others move in from spleen and lymph nodes within hours.
body-leukostasis = Large stiff cells pile up in the smallest vessels of lung and brain and use up oxygen there: shortness of breath, confusion. Marrow and spleen keep sending new ones.
body-low_calcium = Nerves fire by themselves when free calcium is low: lips and fingers tingle, muscles cramp. Parathyroid hormone rises within minutes and draws calcium from bone, and as citrate is metabolized its calcium is set free.
body-extracorporeal_volume = Veins constrict and the heart beats faster, so that blood pressure holds while part of the blood is outside. Small children have less to spare.
body-low_blood_volume = Pressure sensors make the heart beat faster and the vessels constrict, water moves in from the tissues, and the kidneys retain salt and water. When that is not enough, blood pressure falls and the patient faints.
body-fluid_overload = Veins stretch, the heart pumps more, and the kidneys excrete the water over hours. If the heart is weak, water collects in the lungs.
body-red_cells_too_early = Blood that is thick with white cells flows even more slowly with every red cell added, first where vessels are narrowest. Less oxygen may arrive although each milliliter carries more.
body-citrate_rate = Liver, kidneys and muscle metabolize more citrate the more there is in the blood. Until they keep up with what comes in, it accumulates and binds calcium.
body-anticoagulant_limit = Citrate that arrives faster than it is metabolized stays in the blood and binds calcium.
body-lean_anticoagulant = Contact with plastic starts clotting, and too little citrate lets it go on: clots form in the set and use up platelets.
body-collect_line_saturated = White cells that find no room in the line return to the patient with the rest.
body-product_too_red = The marrow needs weeks, and iron from its stores, to replace lost red cells.
body-large_volume = Cells come in from marrow, spleen and lymph nodes while the machine takes them, so that more can be collected than circulated at the start.
body-broken_off = When a third or more of the blood is gone, constricted vessels and a fast heart no longer hold the blood pressure: shock.

# Causes.
cause-set_and_prime = the set and its prime
cause-anticoagulant_fluid = anticoagulant fluid
cause-citrate = citrate
cause-collected_red_cells = red cells in the bag
cause-collected_white_cells = white cells in the bag
cause-collected_platelets = platelets in the bag
cause-collected_plasma = plasma in the bag
cause-replacement_fluid = replacement fluid
cause-calcium_infusion = calcium infusion
cause-blood_samples = blood samples
cause-bleeding = bleeding
cause-refill = refill from reserves
cause-spleen_platelets = platelets from the spleen
cause-tissue_fluid = fluid from the tissues
cause-slow_liver = slow citrate clearance
explain-causes = caused by { $causes }
explain-held-back = counteracted by { $causes }
explain-cause = { $cause } { $percent } %
explain-avoid = avoided by { $changes }
explain-no-change = no single setting avoids it
explain-change = { $setting } { $value }
summary-risks = Risks that are not computed
summary-risk-incidence = { $percent } % of { $population } ({ $source })
summary-risk-rare = rare; not counted separately in the registries used here

risk-any_event = Any event
risk-tingling = Tingling from citrate
risk-needle_site = Pain or problem at the needle
risk-faint = Fainting, low blood pressure
risk-interrupted = Procedure interrupted
risk-allergy = Allergic reaction
risk-infection = Infection
risk-bleeding = Bleeding
risk-vein_or_nerve = Injury to a vein or nerve
summary-day = Day

# Explore
menu-explore = Explore
tab-plots = Plots
tab-compare = Compare
    .also = pinned runs, difference
tab-patients = Patients
tab-map = Map
    .also = safe settings, grid
tab-ledger = Ledger
    .also = balance, mass, flow diagram
tab-arithmetic = Arithmetic
    .also = formulas, calculation, equations
command-enlarge = Enlarge the lower panel
command-shrink = Show the scene again
command-pin = Pin this run
    .also = keep, bookmark, compare
command-whole-axis = Show the whole run in the plots
command-logarithmic = White cells by class: logarithmic
command-stacked = White cells by class: stacked
plots-choice = Which plots
plots-axis = Horizontal axis
plots-counts = Counts
    .also = WBC, leukocytes, Hb, Hgb, PLT, thrombocytes, CBC
plots-classes = White cells by class
    .short = By class
    .also = WBC, leukocytes, differential
plots-red-cells = Red cells
    .also = RBC, Hct, Hb, Hgb, erythrocytes
plots-calcium = Calcium and citrate
    .short = Ca and citrate
    .also = iCa, hypocalcemia
plots-volume = Blood volume
    .also = hypovolemia, hypotension, dizziness, fainting
plots-efficiency = Collection efficiency (CE1)
    .short = Efficiency
    .also = CE, yield
plots-product = Product
    .also = bag, yield, harvest
plots-whole = Whole run
plots-spread = Spread
plots-lines = Lines
plots-stacked = Stacked
plots-linear = Linear
plots-logarithmic = Logarithmic
axis-time = Time
    .short = Time
axis-processed = Blood volumes processed
    .short = Volumes
band-told = { $band }. Threshold: { $source }.
scene-pointed = at { $time }, under the pointer
compare-empty = Pin this run, then change a setting: both runs appear side by side here and in every plot.
compare-now = Now
compare-swap = Swap in
compare-swap-name = Swap in run { $letter }
compare-unpin-name = Unpin run { $letter }
compare-pin-name = Name of run { $letter }
compare-settings = Settings that differ
compare-same = None.
compare-changes = Timed changes
compare-outcomes = Results
compare-warnings = New warnings
compare-none = none
compare-white-cells = White cells after
compare-removed = White cells removed
compare-hemoglobin = Hemoglobin after
compare-platelets = Platelets after
compare-calcium = Lowest calcium
compare-efficiency = CE1 of white cells
compare-product = Product volume
compare-product-white = White cells in bag
compare-product-red = Product hematocrit
compare-processed = Blood volumes processed
compare-anticoagulant = Anticoagulant given
pins-full = Four runs are pinned. Unpin one to pin this run.
step-swap-in = swap with run { $letter }

# Warnings in a few words, within a line.
short-anemia = { $severity } anemia
short-hemoglobin_fall = hemoglobin fall ≥ { $number }
short-low_hematocrit = hematocrit < { $number }
short-thrombocytopenia = platelets < { $number }
short-low_neutrophils = neutrophils < { $number }
short-low_lymphocytes = lymphocytes < { $number }
short-leukostasis = leukostasis risk
short-low_calcium = calcium < { $number }
short-extracorporeal_volume = blood outside > { $number } %
short-low_blood_volume = { $severity } volume loss
short-fluid_overload = { $severity } fluid overload
short-red_cells_too_early = red cells at a high count
short-citrate_rate = citrate rate > { $number }
short-anticoagulant_limit = anticoagulant limit
short-lean_anticoagulant = anticoagulant < 1 : { $number }
short-collect_line_saturated = collect line full
short-product_too_red = product hematocrit > { $number }
short-bag_full = bag full
short-red_cells_spill = red-cell spillover
short-interface_drift = interface drift
short-interface_lost = no interface
short-g_force_capped = rotor at maximum speed
short-large_volume = > { $number } blood volumes
short-broken_off = run stopped
short-change_after_end = change after the end

# Ranges of a setting in which a warning occurs.
range-above = above { $value }: { $warning }
range-past = past { $value }: { $warning }
range-below = below { $value }: { $warning }
range-between = { $from } to { $to }: { $warning }
range-everywhere = at every value: { $warning }

# The map of two settings.
class-setting = { $class }: { $name }
step-set-together = { $first } and { $second }
map-name = Map of { $x } and { $y }
map-across = Horizontal axis
map-up = Vertical axis
map-first = First warning
map-worst = Worst warning
map-ring = At the ring:
map-free = no new warning
map-refused = cannot be run
map-not-yet = computing…
map-lines = Lines: white cells removed, % of those before the run
map-point = First warning: { $warning }, from { $from }. White cells removed: { $removed } %.
map-point-worse = First warning: { $warning }, from { $from }; worst: { $worst }, from { $since }. White cells removed: { $removed } %.
map-point-free = No new warning. White cells removed: { $removed } %.
map-free-share = { $percent } % of the map is free of warnings.
map-keys = Arrow keys move the point.

# Virtual patients
such-drawn = { $count } virtual patients like this one, seed { $seed }
such-none = None of these patients gets a new warning.
such-differ = They share what is known at the bedside and differ in what is not: true blood volume, reserves, spleen, citrate clearance, and how well their blood separates.
such-share = { $percent } of 100 such patients
such-share-few = Fewer than 1 of 100 such patients
such-share-most = More than 99 of 100 such patients
such-share-all = All such patients
such-develop = { $is ->
    [one] develops
   *[many] develop
}
such-lose = { $is ->
    [one] loses
   *[many] lose
}
such-gain = { $is ->
    [one] gains
   *[many] gain
}
such-end = { $is ->
    [one] ends
   *[many] end
}
such-have = { $is ->
    [one] has
   *[many] have
}
such-are = { $is ->
    [one] is
   *[many] are
}
such-fill = { $is ->
    [one] fills
   *[many] fill
}
such-give = { $is ->
    [one] gives
   *[many] give
}
such-need = { $is ->
    [one] needs
   *[many] need
}
such-anemia = { $share } { such-develop } { $severity } anemia
such-anemia-over = { $share } { such-end } with hemoglobin above { $threshold }
such-hemoglobin_fall = { $share } { such-lose } { $threshold } of hemoglobin or more
such-low_hematocrit = { $share } { such-have } a hematocrit below { $threshold }
such-low_hematocrit-over = { $share } { such-end } with a hematocrit above { $threshold }
such-thrombocytopenia = { $share } { such-have } platelets below { $threshold }
such-low_neutrophils = { $share } { such-have } neutrophils below { $threshold }
such-low_lymphocytes = { $share } { such-have } lymphocytes below { $threshold }
such-leukostasis = { $share } { such-have } white cells above { $threshold }
such-leukostasis-over = { $share } { such-end } with white cells below { $threshold }
such-low_calcium = { $share } { such-have } calcium below { $threshold }
such-extracorporeal_volume = { $share } { such-have } over { $threshold } of their blood outside the body
such-low_blood_volume = { $share } { such-lose } more than { $threshold } of their blood volume
such-fluid_overload = { $share } { such-gain } more than { $threshold } in blood volume
such-red_cells_too_early = { $share } { such-are } given red cells at a white count above { $number }
such-citrate_rate = { $share } { such-are } given citrate faster than { $threshold }
such-anticoagulant_limit = { $share } { such-are } above the anticoagulant limit
such-lean_anticoagulant = { $share } { such-are } given less anticoagulant than 1 : { $number }
such-collect_line_saturated = { $share } { such-fill } the collect line with cells
such-product_too_red = { $share } { such-give } a product with a hematocrit above { $threshold }
such-bag_full = { $share } { such-fill } the bag of { $number } mL
such-red_cells_spill = { $share } { such-have } red cells spilling into the plasma
such-interface_drift = { $share } { such-have } an interface that drifts
such-interface_lost = { $share } { such-lose } the interface
such-g_force_capped = { $share } { such-need } more than the rotor's maximum speed
such-broken_off = { $share } { such-are } stopped: blood volume too low
such-outcome-change-percent-white-cells = Change in white cells { $middle } % (nine in ten: { $low } to { $high } %)
such-outcome-change-percent-platelets = Change in platelets { $middle } % (nine in ten: { $low } to { $high } %)
such-outcome-efficiency-white-cells-ce1-percent = CE1 of white cells { $middle } % (nine in ten: { $low } to { $high } %)
such-outcome-product-white-cells-e9 = White cells in the bag { $middle } ×10⁹ (nine in ten: { $low } to { $high } ×10⁹)
range-group = { $severity }:
plots-bands-told = { $count } patients like this one, seed { $seed }: half of them lie in the stronger band, nine in ten in the paler one.
command-patients = Patients behind the curves
    .also = virtual patients, cohort, spread, uncertainty
step-draw-patients = draw other patients
patients-title = Patients like this one
patients-count = How many
patients-seed = Seed
patients-others = Draw others
patients-others-name = Draw other patients
patients-failed = These patients could not be run. Draw others, or change a setting.
patients-so-far = { $count } so far
patients-coming = Running the first hundred patients…
patients-case-too = also in this case
patients-case-not = not in this case
patients-between = For nine in ten such patients it lies between { $low } and { $high }.
patients-study = They differ less than the patients of a study, who also differ in diagnosis, counts and volumes. See the model page.

# Sources of thresholds.
source-who-2024 = WHO 2024
source-who-2024-and-usual-practice = usual practice
source-rule-of-thumb = rule of thumb
source-ctcae-v5 = CTCAE v5
source-ctcae-v5-grade-3 = CTCAE v5 grade 3
source-usual-practice = usual practice
source-bolan-2001 = Bolan 2001
source-model = model
