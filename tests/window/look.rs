//! Scratch: pictures.
use super::*;
use buffycoat::app::platform::headless;
use buffycoat::app::platform::rasterizer::Rasterizer;
use egui_kittest::TestRenderer;
use image::RgbaImage;

#[derive(Default)]
struct Renderer(Rasterizer);
impl TestRenderer for Renderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.take_textures(delta);
    }
    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<RgbaImage, String> {
        let size = ctx.viewport_rect().size() * ctx.pixels_per_point();
        let canvas =
            headless::paint(ctx, &self.0, output.shapes.clone(), [size.x.round() as usize, size.y.round() as usize]);
        let bytes = canvas.pixels().as_flattened().to_vec();
        RgbaImage::from_raw(canvas.width() as u32, canvas.height() as u32, bytes).ok_or_else(|| "no picture".to_owned())
    }
}

fn win(name: &str, size: [f32; 2], theme: egui::Theme) -> Harness<'static, App> {
    let preset = bundled(name);
    let mut window = Harness::builder().with_size(size).with_theme(theme).renderer(Renderer::default()).build_eframe(
        move |creation| {
            let picker = Box::new(ScriptedPicker::default());
            let mut app = App::new(&creation.egui_ctx, preset, None, picker).expect("a case that runs");
            app.work_at_once();
            app
        },
    );
    window.run();
    window
}

fn shot(window: &mut Harness<'_, App>, name: &str) {
    let out = std::env::var("LOOK").unwrap_or_else(|_| "/tmp/faults/look".into());
    std::fs::create_dir_all(&out).unwrap();
    window.render().expect("drawn").save(format!("{out}/{name}.png")).unwrap();
}

#[test]
fn look() {
    use egui::Theme::{Dark, Light};
    // titles
    for (size, theme) in [([1280.0, 800.0], Light), ([1024.0, 768.0], Dark), ([1920.0, 1080.0], Light)] {
        let tag = size[0] as u32;
        let mut w = win("liver_failure_citrate", size, theme);
        slide(&mut w, "Inlet flow", 61.0);
        slide(&mut w, "Time", 60.0);
        w.run();
        shot(&mut w, &format!("edited{tag}"));
        for (i, key) in [Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6].into_iter().enumerate() {
            if i == 0 {
                for flow in [40.0, 45.0, 50.0, 55.0, 60.0] {
                    slide(&mut w, "Inlet flow", flow);
                    w.run();
                    w.key_press(Key::K);
                    w.run();
                }
            }
            w.key_press(key);
            w.run();
            shot(&mut w, &format!("tab{}_{tag}", i + 2));
        }
        w.key_press(Key::Num1);
        w.get_by_role_and_label(Role::Button, "Explore").click();
        w.run();
        w.get_by_role_and_label(Role::MenuItemCheckBox, "Calcium and citrate").focus();
        w.run();
        shot(&mut w, &format!("menu{tag}"));
        w.key_press(Key::Enter);
        w.run();
        w.get_by_role_and_label(Role::Figure, "Ionized calcium").focus();
        w.run();
        w.key_press(Key::Plus);
        w.run();
        shot(&mut w, &format!("calcium_zoomed{tag}"));
        w.key_press(Key::Num0);
        w.run();
        let at = w.get_by_role_and_label(Role::Figure, "Ionized calcium").rect().lerp_inside(egui::vec2(0.8, 0.5));
        w.hover_at(at);
        w.run();
        shot(&mut w, &format!("calcium_pointed{tag}"));
        w.remove_cursor();
        w.get_by_label("Which plots").click();
        w.run();
        w.get_by_role_and_label(Role::Button, "Blood volume").focus();
        w.run();
        shot(&mut w, &format!("combo{tag}"));
        w.key_press(Key::Escape);
        w.run();
        for name in ["Separation channel", "Patient", "Buffy coat", "Collection bag"] {
            part(&w, name).click_accesskit();
            w.run();
            shot(&mut w, &format!("card_{}_{tag}", name.replace(' ', "_")));
            w.key_press(Key::Escape);
            w.run();
        }
        for name in ["Inlet pump", "Plasma", "Collection bag"] {
            let at = part(&w, name).rect().center();
            w.hover_at(at);
            w.run_steps(8);
            shot(&mut w, &format!("tip_{}_{tag}", name.replace(' ', "_")));
            w.remove_cursor();
            w.run();
        }
        // two tabs
        w.get_by_role_and_label(Role::Button, "Patients").focus();
        w.run();
        w.key_press(Key::Enter);
        w.run();
        shot(&mut w, &format!("focus_a_{tag}"));
        w.key_press(Key::Num5);
        w.run();
        shot(&mut w, &format!("focus_b_{tag}"));
        w.key_press(Key::Num1);
        w.key_press(Key::End);
        w.run();
        shot(&mut w, &format!("end{tag}"));
    }
    for (case, size) in [
        ("cml_very_high_count", [1240.0, 700.0]),
        ("all_infant_hyperleukocytosis", [1280.0, 800.0]),
        ("neuroblastoma_infant", [1024.0, 768.0]),
    ] {
        let mut w = win(case, size, Light);
        slide(&mut w, "Time", 40.0);
        w.run();
        shot(&mut w, case);
        w.key_press(Key::Num5);
        w.run();
        shot(&mut w, &format!("{case}_ledger"));
        w.key_press_modifiers(egui::Modifiers::COMMAND, Key::K);
        w.run();
        w.event(egui::Event::Text("wbc".to_owned()));
        w.run();
        shot(&mut w, &format!("{case}_palette"));
        w.key_press(Key::Escape);
    }
}
